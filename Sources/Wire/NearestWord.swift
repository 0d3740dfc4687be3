// SPDX-License-Identifier: Apache-2.0
/// The verb that a mistyped one most looks like.
/// Never guesses on its own: the hint is printed, the request stays refused.

/// The word of `words` with the smallest edit distance to `word`, ASCII case aside; the first of
/// equals. `words` must not be empty. Only the first 16 bytes of `word` count: longer than any verb.
func nearestWord(to word: String, among words: [String]) -> String {
    let wanted = word.utf8.prefix(16).map(folded)
    var best = words[0]
    var bestDistance = Int.max
    for candidate in words {
        let bytes = candidate.utf8.map(folded)
        // What is missing must be inserted at least.
        guard abs(bytes.count - wanted.count) < bestDistance else { continue }
        let distance = editDistance(wanted, bytes)
        if distance < bestDistance {
            bestDistance = distance
            best = candidate
        }
    }
    return best
}

private func folded(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = Array(0...b.count)
    var last = beforeLast
    var row = beforeLast
    for i in 1..<(a.count + 1) {
        row[0] = i
        for j in 1..<(b.count + 1) {
            let same = a[i - 1] == b[j - 1]
            var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1))
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                cost = min(cost, beforeLast[j - 2] + 1)
            }
            row[j] = cost
        }
        swap(&beforeLast, &last)
        swap(&last, &row)
    }
    return last[b.count]
}
