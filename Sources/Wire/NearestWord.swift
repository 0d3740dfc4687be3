// SPDX-License-Identifier: Apache-2.0
/// The verb that a mistyped one most looks like.
/// Never guesses on its own: the hint is printed, the request stays refused.
/// Never allocates: a flood of nonsense is answered from here.

/// The word of `words` with the smallest edit distance to `word`, ASCII case aside; the first of
/// equals. `words` must not be empty. Only the first `ShortWord.bytesMax` bytes of each count.
func nearestWord(to word: String, among words: [String]) -> String {
    let wanted = ShortWord(word)
    var best = words[0]
    var bestDistance = Int.max
    for candidate in words {
        let short = ShortWord(candidate)
        // What is missing must be inserted at least.
        guard abs(short.count - wanted.count) < bestDistance else { continue }
        let distance = editDistance(wanted, short)
        if distance < bestDistance {
            bestDistance = distance
            best = candidate
        }
    }
    return best
}

/// The beginning of a word in small letters, without the heap.
struct ShortWord {
    /// Longer than any verb.
    static let bytesMax = 16
    private(set) var bytes = InlineArray<16, UInt8>(repeating: 0)
    private(set) var count = 0

    init(_ word: String) {
        for byte in word.utf8.prefix(Self.bytesMax) {
            bytes[count] = byte &- 65 < 26 ? byte | 32 : byte
            count += 1
        }
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
func editDistance(_ a: ShortWord, _ b: ShortWord) -> Int {
    // One column more than a word is long: what stands before its first byte.
    var last = InlineArray<17, UInt8> { UInt8($0) }
    var beforeLast = last
    var row = last
    for i in 0..<a.count {
        row[0] = UInt8(i + 1)
        for j in 0..<b.count {
            let same = a.bytes[i] == b.bytes[j]
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (same ? 0 : 1))
            if i > 0, j > 0, a.bytes[i] == b.bytes[j - 1], a.bytes[i - 1] == b.bytes[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row[j + 1] = cost
        }
        beforeLast = last
        last = row
    }
    return Int(last[b.count])
}
