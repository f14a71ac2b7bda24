/** How long somebody counts as present after they were last heard of, ms. */
const PRESENT = 10 * 60_000

type Visitor = { person: string; at: number; saw: Set<string> }
export type Visitors = ReturnType<typeof newVisitors>

/** Who is looking around in the demo, and which cases they came to. */
export function newVisitors() {
  const sessions = new Map<string, Visitor>()
  const seen = new Set<string>()
  return {
    /** `place`: the dispute or the vote that was asked for. */
    came(session: string, person: string, at: number, place: string | undefined) {
      const visitor = sessions.get(session) ?? { person, at, saw: new Set<string>() }
      visitor.at = at
      if (place !== undefined) {
        visitor.saw.add(place)
        seen.add(place)
      }
      sessions.set(session, visitor)
    },
    left: (session: string) => void sessions.delete(session),
    isVisited: (places: readonly string[]): boolean => places.some((place) => seen.has(place)),
    /** Whether somebody is this person now, or was and came to this case: theirs to settle until they leave. */
    plays: (person: string, places: readonly string[], now: number): boolean =>
      [...sessions.values()].some(
        (one) =>
          one.person === person && (now - one.at < PRESENT || places.some((place) => one.saw.has(place))),
      ),
  }
}
