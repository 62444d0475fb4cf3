/**
 * FIPS 140-2 (change notice 1, 4.9.1 and 4.9.2) over 1,000 blocks of 20,000 bits, for Python 3 without any module beyond its own.
 * Reads the file that it is given; prints how many blocks failed, and how many there were. As rngtest does, it takes the bits of a
 * byte from the highest, and compares the first word of a block with the last one before it. Holds no single quote, for the shell.
 */
export const fipsPython = String.raw`
import re, sys
RUNS = ((2315, 2685), (1114, 1386), (527, 723), (240, 384), (103, 209), (103, 209))
def fails(block, before):
    bits = format(int.from_bytes(block, "big"), "020000b")
    digits = block.hex()
    runs = re.findall("0+|1+", bits)
    seen = {}
    for run in runs:
        kind = (run[0], min(len(run), 6))
        seen[kind] = seen.get(kind, 0) + 1
    words = [before] + [block[i:i + 4] for i in range(0, 2500, 4)]
    return not (9725 < bits.count("1") < 10275
        and 1563175 < sum(digits.count(digit) ** 2 for digit in "0123456789abcdef") < 1576929
        and all(low <= seen.get((bit, length), 0) <= high for bit in "01" for length, (low, high) in enumerate(RUNS, 1))
        and max(map(len, runs)) < 26
        and all(word != other for word, other in zip(words, words[1:])))
source = open(sys.argv[1], "rb")
before = source.read(4)
failures = blocks = 0
while blocks < 1000:
    block = source.read(2500)
    if len(block) < 2500:
        break
    failures += fails(block, before)
    before = block[-4:]
    blocks += 1
print(failures, blocks)
`.trim()
