/**
 * The same as fips-python.ts, for an image without Python: any POSIX awk, also busybox', over what `od -An -v -tu1` prints. Runs are
 * counted by the byte: those inside of a byte are known beforehand, only its first and last one may go on in its neighbours.
 */
export const fipsAwk = String.raw`
function close_run() { R[bit * 8 + (run > 6 ? 6 : run)]++; if (run > 25) bad = 1 }
function outside(key, low, high) { return R[key] < low || R[key] > high }
function finish(  v, j, ones, poker, b) {
  close_run()
  for (v = 0; v < 256; v++) if (H[v]) {
    ones += H[v] * O[v]; D[int(v / 16)] += H[v]; D[v % 16] += H[v]
    for (j = 1; j <= N[v]; j++) R[K[v, j]] += H[v]
  }
  for (j = 0; j < 16; j++) poker += D[j] * D[j]
  if (ones <= 9725 || ones >= 10275 || poker <= 1563175 || poker >= 1576929) bad = 1
  for (b = 0; b < 16; b += 8)
    if (outside(b + 1, 2315, 2685) || outside(b + 2, 1114, 1386) || outside(b + 3, 527, 723) || outside(b + 4, 240, 384) ||
        outside(b + 5, 103, 209) || outside(b + 6, 103, 209)) bad = 1
  failures += bad; blocks++
  reset()
}
function reset(  j) { split("", H); split("", D); split("", R); bit = 2; run = 0; bad = 0; n = 0 }
BEGIN {
  for (v = 0; v < 256; v++) {
    runs = 0; last = 2; x = v
    for (j = 7; j >= 0; j--) {
      p = 1; for (i = 0; i < j; i++) p *= 2
      b = x >= p ? 1 : 0; x -= b * p; O[v] += b
      if (b == last) length_of[runs]++
      else { length_of[++runs] = 1; bit_of[runs] = b; last = b }
    }
    FIRST[v] = bit_of[1]; LEAD[v] = length_of[1]; LAST[v] = bit_of[runs]; TRAIL[v] = length_of[runs]; MANY[v] = runs > 1; N[v] = 0
    for (j = 2; j < runs; j++) K[v, ++N[v]] = bit_of[j] * 8 + length_of[j]
  }
  failures = 0; blocks = 0; before = -1; word = 0; lead = 4
  reset()
}
{
  for (f = 1; f <= NF && blocks < 1000; f++) {
    v = $f + 0
    word = word * 256 + v
    if (lead) { if (--lead == 0) { before = word; word = 0 } continue }
    H[v]++
    if (FIRST[v] == bit) run += LEAD[v]; else { close_run(); bit = FIRST[v]; run = LEAD[v] }
    if (MANY[v]) { close_run(); bit = LAST[v]; run = TRAIL[v] }
    if (++n % 4 == 0) { if (word == before) bad = 1; before = word; word = 0 }
    if (n == 2500) finish()
  }
}
END { print failures, blocks }
`.trim()
