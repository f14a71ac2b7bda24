import type { BallotRecord, DisputeRecord } from '#shared/record.ts'

/** What somebody who sat in a dispute cast last before a moment: a round still sealed at that moment came after it. */
export function lastBallot(
  { seats, ballots }: Pick<DisputeRecord, 'seats' | 'ballots'>,
  { member, askedAt }: { member: string; askedAt: number },
): BallotRecord | undefined {
  return Object.values(ballots)
    .filter(({ seat, castAt }) => seats[seat]?.member === member && castAt < askedAt)
    .sort((a, b) => a.round - b.round || a.casting - b.casting)
    .at(-1)
}
