import { type APIRequestContext, request } from '@playwright/test'
import type { Demo, Who } from './house.ts'

/** What the addresses of the screens name. */
export type Places = {
  project: string
  sealed: string
  revealed: string
  decided: string
  import: string
  vote: string
  rater: string
  appeal: string
  unused: string
  clause: string
  proposal: string
}

export type Screen = {
  name: string
  /** The route as its folder in web/src/routes says it; null where no route answers. */
  route: string | null
  who: Who | null
  path: (at: Places) => string
  /** JavaScript fetched before the screen stands, KB gzipped (DESIGN §10). */
  budget: number
}

const of = (page: string) => (at: Places) => `/projects/${at.project}${page}`
const project = '/projects/[project]'

/** Every screen there is: the one list that the accessibility checks, the pictures and the budgets walk. */
export const screens: readonly Screen[] = [
  { name: 'sign-in', route: '/sign-in', who: null, path: () => '/sign-in', budget: 120 },
  {
    name: 'welcome',
    route: '/welcome/[token]',
    who: null,
    path: ({ unused }) => `/welcome/${unused}`,
    budget: 120,
  },
  { name: 'home', route: '/', who: 'panelist1', path: () => '/', budget: 120 },
  { name: 'ballots', route: `${project}/ballots`, who: 'panelist1', path: of('/ballots'), budget: 150 },
  {
    name: 'ballot',
    route: `${project}/disputes/[dispute]`,
    who: 'panelist1',
    path: (at) => of(`/disputes/${at.sealed}`)(at),
    budget: 200,
  },
  {
    name: 'my-dispute-revealed',
    route: `${project}/disputes/[dispute]`,
    who: 'panelist1',
    path: (at) => of(`/disputes/${at.revealed}`)(at),
    budget: 200,
  },
  { name: 'overview', route: project, who: 'lead', path: of(''), budget: 120 },
  { name: 'queue', route: `${project}/queue`, who: 'lead', path: of('/queue?lane=all'), budget: 150 },
  { name: 'consent', route: `${project}/consent`, who: 'lead', path: of('/consent'), budget: 150 },
  { name: 'my-consent', route: `${project}/consent`, who: 'panelist1', path: of('/consent'), budget: 150 },
  { name: 'panel', route: `${project}/panel`, who: 'lead', path: of('/panel'), budget: 150 },
  { name: 'my-panel', route: `${project}/panel`, who: 'panelist1', path: of('/panel'), budget: 150 },
  {
    name: 'dispute-revealed',
    route: `${project}/disputes/[dispute]`,
    who: 'lead',
    path: (at) => of(`/disputes/${at.revealed}`)(at),
    budget: 200,
  },
  { name: 'disputes', route: `${project}/disputes`, who: 'lead', path: of('/disputes'), budget: 150 },
  {
    name: 'dispute-decided',
    route: `${project}/disputes/[dispute]`,
    who: 'lead',
    path: (at) => of(`/disputes/${at.decided}`)(at),
    budget: 200,
  },
  { name: 'guideline', route: `${project}/guideline`, who: 'lead', path: of('/guideline'), budget: 260 },
  {
    name: 'draft',
    route: `${project}/guideline/draft`,
    who: 'lead',
    path: of('/guideline/draft?show=both'),
    budget: 260,
  },
  {
    name: 'my-draft',
    route: `${project}/guideline/draft`,
    who: 'panelist1',
    path: of('/guideline/draft'),
    budget: 260,
  },
  {
    name: 'publish',
    route: `${project}/guideline/publish`,
    who: 'lead',
    path: of('/guideline/publish'),
    budget: 260,
  },
  {
    name: 'versions',
    route: `${project}/guideline/versions`,
    who: 'owner',
    path: of('/guideline/versions'),
    budget: 150,
  },
  {
    name: 'compare',
    route: `${project}/guideline/compare`,
    who: 'owner',
    path: of('/guideline/compare?from=1&to=2'),
    budget: 150,
  },
  { name: 'reviews', route: `${project}/reviews`, who: 'lead', path: of('/reviews'), budget: 150 },
  {
    name: 'my-reviews',
    route: `${project}/reviews/mine`,
    who: 'panelist1',
    path: of('/reviews/mine'),
    budget: 150,
  },
  { name: 'rechecks', route: `${project}/rechecks`, who: 'owner', path: of('/rechecks'), budget: 160 },
  {
    name: 'proposals',
    route: `${project}/guideline/proposals`,
    who: 'lead',
    path: of('/guideline/proposals'),
    budget: 260,
  },
  {
    name: 'proposal',
    route: `${project}/guideline/proposals/[proposal]`,
    who: 'lead',
    path: (at) => of(`/guideline/proposals/${at.proposal}`)(at),
    budget: 260,
  },
  {
    name: 'new-proposal',
    route: `${project}/guideline/proposals/new`,
    who: 'panelist1',
    path: (at) => of(`/guideline/proposals/new?dispute=${at.decided}`)(at),
    budget: 260,
  },
  {
    name: 'clause',
    route: `${project}/guideline/clauses/[clause]`,
    who: 'lead',
    path: (at) => of(`/guideline/clauses/${at.clause}`)(at),
    budget: 260,
  },
  { name: 'import', route: `${project}/import`, who: 'lead', path: of('/import'), budget: 150 },
  {
    name: 'import-done',
    route: `${project}/import/[import]`,
    who: 'lead',
    path: (at) => of(`/import/${at.import}`)(at),
    budget: 160,
  },
  { name: 'questions', route: `${project}/questions`, who: 'lead', path: of('/questions'), budget: 150 },
  { name: 'raters', route: `${project}/raters`, who: 'lead', path: of('/raters'), budget: 150 },
  {
    name: 'rater',
    route: `${project}/raters/[rater]`,
    who: 'lead',
    path: (at) => of(`/raters/${at.rater}`)(at),
    budget: 160,
  },
  { name: 'bar', route: `${project}/bar`, who: 'lead', path: of('/bar?proposals=all'), budget: 160 },
  { name: 'my-bar', route: `${project}/bar`, who: 'panelist1', path: of('/bar'), budget: 160 },
  { name: 'groups', route: `${project}/groups`, who: 'lead', path: of('/groups'), budget: 150 },
  { name: 'gold', route: `${project}/gold`, who: 'lead', path: of('/gold'), budget: 150 },
  { name: 'exports', route: `${project}/exports`, who: 'lead', path: of('/exports'), budget: 120 },
  { name: 'members', route: `${project}/members`, who: 'lead', path: of('/members'), budget: 120 },
  { name: 'settings', route: `${project}/settings`, who: 'lead', path: of('/settings'), budget: 120 },
  { name: 'standing', route: `${project}/standing`, who: 'rater', path: of('/standing'), budget: 150 },
  { name: 'appeals', route: `${project}/appeals`, who: 'lead', path: of('/appeals?state=all'), budget: 150 },
  {
    name: 'appeal',
    route: `${project}/appeals/[appeal]`,
    who: 'lead',
    path: (at) => of(`/appeals/${at.appeal}`)(at),
    budget: 150,
  },
  { name: 'votes', route: `${project}/votes`, who: 'rater', path: of('/votes'), budget: 150 },
  {
    name: 'why',
    route: `${project}/votes/[vote]`,
    who: 'rater',
    path: (at) => of(`/votes/${at.vote}`)(at),
    budget: 200,
  },
  { name: 'measures', route: `${project}/measures`, who: 'lead', path: of('/measures'), budget: 150 },
  { name: 'blind', route: `${project}/blind`, who: 'panelist1', path: of('/blind'), budget: 200 },
  { name: 'practice', route: `${project}/practice`, who: 'rater', path: of('/practice'), budget: 180 },
  { name: 'record', route: `${project}/record`, who: 'rater', path: of('/record'), budget: 150 },
  { name: 'new-project', route: '/projects/new', who: 'owner', path: () => '/projects/new', budget: 120 },
  { name: 'account', route: '/account', who: 'owner', path: () => '/account', budget: 120 },
  { name: 'nothing', route: null, who: 'owner', path: () => '/nowhere', budget: 120 },
]

/** Asks the demo, as its people would, for what stands in the addresses. */
export async function findPlaces(demo: Demo): Promise<Places> {
  const [lead, rater] = await Promise.all([enter(demo, 'lead'), enter(demo, 'rater')])
  const at = `/api/v1/projects/${demo.project}`
  const { rows: disputes } = await (await lead.get(`${at}/disputes`)).json()
  const known = disputes.find((row: { external: string }) => row.external === 'med-009')
  const revealed = known?.dispute ?? (await reveal(demo, lead))
  const [done] = await (await lead.get(`${at}/imports`)).json()
  const { rows: raters } = await (await lead.get(`${at}/raters?sort=hurt`)).json()
  const { rows: votes } = await (await rater.get(`${at}/my/votes`)).json()
  const appealed = await appeal(demo, rater)
  const { url } = await ask(demo, lead, 'link.invite', { name: 'Sasaki Yū', roles: ['panelist'] })
  const decided = disputes.find((row: { external: string }) => row.external === 'med-005').dispute
  const proposed = await propose(demo, decided)
  await amend(demo, lead)
  await Promise.all([lead.dispose(), rater.dispose()])
  return {
    project: demo.project,
    sealed: disputes.find((row: { state: string }) => row.state === 'voting').dispute,
    revealed,
    decided,
    ...proposed,
    import: done.id,
    vote: votes.find((row: { external: string }) => row.external === 'med-005').vote,
    rater: raters[0].rater,
    appeal: appealed,
    unused: url.split('/').at(-1),
  }
}

/** Publishes the draft, so that decisions wait for a re-check, and changes it again, so that there is more to publish. */
async function amend(demo: Demo, lead: APIRequestContext) {
  const at = `/api/v1/projects/${demo.project}/guideline`
  const { hash, version, changes } = await (await lead.get(`${at}/draft`)).json()
  const said = {
    note: 'Accuracy in every case. 事実を先に。',
    reason: 'The open comments are for the next one.',
  }
  if (Object.keys(changes).length > 0)
    await ask(demo, lead, 'guideline.publish', { draft: hash, ...said }, version)
  const { authoritative, clauses } = await (await lead.get(at)).json()
  const { body } = clauses.find(({ cited }: { cited: number }) => cited > 0).texts[authoritative]
  const texts: Record<string, string> = {}
  for (const language of ['en', 'ja'])
    texts[language] = await (await lead.get(`${at}/draft/markdown?language=${language}`)).text()
  texts[authoritative] = texts[authoritative]!.replace(body, `${body}\n\n根拠も書く。Say on what ground.`)
  await ask(demo, lead, 'draft.import', { texts, authoritative })
}

/** An appeal of the mark that a panel's decision left the demo's rater with. */
async function appeal(demo: Demo, rater: APIRequestContext): Promise<string> {
  const at = `/api/v1/projects/${demo.project}/my`
  const [filed] = (await (await rater.get(`${at}/appeals`)).json()).rows
  if (filed) return filed.id
  const { rows } = await (await rater.get(`${at}/votes`)).json()
  const { vote } = rows.find((row: { external: string }) => row.external === 'answers-004')
  const reason = 'Both answers name the limit. どちらの回答も上限に触れています。'
  return (await ask(demo, rater, 'appeal.file', { vote, basis: 'decision', reason })).appeal
}

/** A change to a clause that a decided case cites, sent back once. */
async function propose(demo: Demo, dispute: string): Promise<Pick<Places, 'clause' | 'proposal'>> {
  const [one, two] = await Promise.all([enter(demo, 'panelist1'), enter(demo, 'panelist2')])
  const at = `/api/v1/projects/${demo.project}`
  const begun = await (await one.get(`${at}/disputes/${dispute}/proposal-draft`)).json()
  const { id: clause, texts } = begun.clauses[0]
  const base = texts[begun.language]
  const next = { ...base, body: `${base.body}\n\n- ✗ 上限を示さない数値。A figure without its limit.` }
  const { proposal } = await ask(demo, one, 'proposal.make', {
    clause,
    language: begun.language,
    base,
    next,
    reason: begun.reason,
    disputes: [dispute],
  })
  const { record } = await (await two.get(`${at}/proposals/${proposal}`)).json()
  const said = { verdict: 'request-changes', text: 'Which limit? どの上限ですか。' }
  await ask(demo, two, 'proposal.review', { proposal, ...said, hash: record.hash })
  await Promise.all([one.dispose(), two.dispose()])
  return { clause, proposal }
}

/** Two alike ballots and a thread about them, on a case of which the demo's script has nothing to say. */
async function reveal(demo: Demo, lead: APIRequestContext): Promise<string> {
  const panel = await Promise.all([enter(demo, 'panelist1'), enter(demo, 'panelist2')])
  const { rows } = await (await lead.get(`/api/v1/projects/${demo.project}/queue?lane=all&q=med-009`)).json()
  const items = [{ item: rows[0].item, questions: ['safe'] }]
  const { opened } = await ask(demo, lead, 'dispute.open', { items })
  const { dispute } = opened[0]
  const room = `/api/v1/projects/${demo.project}/disputes/${dispute}`
  const mine = await Promise.all(panel.map(async (one) => (await (await one.get(room)).json()).me?.member))
  const { dispute: sealed, clauses } = await (await lead.get(room)).json()
  // Who acts by script alone makes room for whom a test signs in as.
  for (const { id: seat, member } of Object.values<{ id: string; member: string }>(sealed.seats))
    if (!mine.includes(member))
      await ask(demo, lead, 'seat.replace', { dispute, seat, reason: 'Somebody else sits here.' })
  const answer = { question: 'safe', kind: 'value', values: [{ value: 'unsafe', weight: 100 }] }
  const rests = {
    cause: 'missing-context',
    confidence: 'high',
    clauses: clauses.flatMap(({ id, number }: Record<string, string>) => (number === '2.4' ? [id] : [])),
    noClause: false,
  }
  const words = { safe: 'Slurred speech cannot wait. 一過性でも待てません。' }
  for (const one of panel) {
    const ballot = { dispute, round: 1, answers: [{ ...answer, ...rests }], arguments: words }
    await ask(demo, one, 'ballot.cast', ballot)
  }
  const thread = {
    dispute,
    anchor: { kind: 'case' },
    text: 'Does 2.4 say so? 2.4で足りますか。',
    mentions: [],
  }
  await ask(demo, panel[0]!, 'thread.open', thread)
  for (const one of panel) await one.dispose()
  return dispute
}

async function ask(
  { url, project }: Demo,
  from: APIRequestContext,
  command: string,
  data: object,
  seen?: number,
) {
  const answer = await from.post(`/api/v1/projects/${project}/${command}`, {
    data,
    headers: {
      origin: url,
      'idempotency-key': crypto.randomUUID(),
      ...(seen !== undefined && { 'if-match': `"${seen}"` }),
    },
  })
  if (!answer.ok()) throw new Error(`${command}: ${await answer.text()}`)
  return answer.json()
}

async function enter(demo: Demo, who: Who): Promise<APIRequestContext> {
  const context = await request.newContext({ baseURL: demo.url })
  await context.get(demo.links[who])
  return context
}
