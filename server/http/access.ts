import type { FastifyInstance, RouteOptions } from 'fastify'
import { type Access, type Actor, refuseAccess } from '#shared/member.ts'
import { Refusal } from '#shared/refusals.ts'
import { unstorable } from '#shared/text.ts'
import type { House } from '../command.ts'
import { actorOf, type Project, projectOf, type Who } from '../domain/who.ts'

declare module 'fastify' {
  interface FastifyRequest {
    who: Who
    project: Project
    actor: Actor
  }
  interface FastifyContextConfig {
    /** Who may come in; every route says so, the default is no. */
    access?: readonly Access[]
    /** The scope a bearer token needs. */
    scope?: 'read' | 'import' | 'export'
    /** The command's own runner asks again inside its transaction. */
    command?: boolean
  }
}

/** Default deny: a route without `config.access` fails at start, and every read asks who is there before it runs. */
export function guard(app: FastifyInstance, house: House) {
  app.decorateRequest('project')
  app.decorateRequest('actor')
  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => {
    const undeclared = routes.find((route) => !route.config?.access)
    if (undeclared)
      throw new Error(`the route ${undeclared.method} ${undeclared.url} does not declare who may come in`)
  })
  // Before the body is read: whoever may not come in is not listened to.
  app.addHook('preParsing', async (request) => {
    const { access, scope, command } = request.routeOptions.config
    if (!access) throw new Refusal('not-found')
    const { who } = request
    if (who && 'scopes' in who && who.scopes && !who.scopes.includes(scope ?? ''))
      throw new Refusal('scope-missing', { scope: scope ?? '–' })
    if (unstorable(request.params) || unstorable(request.query)) throw new Refusal('unstorable')
    const key = (request.params as { project?: string } | undefined)?.project
    if (command) return
    if (key === undefined) {
      const refusal = refuseAccess(
        access,
        who &&
          ('machine' in who
            ? { id: who.machine, roles: [], owner: true, machine: who.machine }
            : { id: who.person, roles: [], owner: who.owner, machine: null }),
      )
      if (refusal) throw new Refusal(refusal)
      return
    }
    if (!access.includes('anyone') && !who) throw new Refusal('sign-in')
    request.project = await projectOf(house.store.read, key)
    const actor = await actorOf(house.store.read, request.project, who)
    // Strangers to a project hear the same as if it did not exist.
    if (actor && !actor.owner && actor.roles.length === 0) throw new Refusal('not-found')
    const refusal = refuseAccess(access, actor)
    if (refusal) throw new Refusal(refusal)
    if (actor) request.actor = actor
  })
}
