/**
 * What was counted from an object, remembered for as long as that object is there: `currentStatus` gives the same one until something
 * moves, and another one then. What depends on more than the object names all of it in `way`, of which the newest `most` are
 * remembered: a visitor may ask in as many ways as he likes.
 */
export function remembered<Of extends object, Value extends object>(
  most: number,
): (of: Of, way: string, count: () => Value) => Value {
  const known = new WeakMap<Of, Map<string, Value>>()
  return (of, way, count) => {
    const ways = known.get(of) ?? new Map<string, Value>()
    known.set(of, ways)
    const value = ways.get(way) ?? count()
    ways.delete(way)
    ways.set(way, value)
    for (const oldest of ways.keys()) {
      if (ways.size <= most) break
      ways.delete(oldest)
    }
    return value
  }
}
