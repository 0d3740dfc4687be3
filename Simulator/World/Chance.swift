// SPDX-License-Identifier: Apache-2.0
/// The one source of chance in the simulated town: a generator made from a seed and a stream.
/// Never asks the system for anything: the same seed gives the same town in every process.

package import Vocabulary

/// xoshiro256** (Blackman and Vigna, public domain), filled by SplitMix64.
package struct Chance: Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    /// A generator of its own for every `(seed, stream)`: home 17 does not change when the town
    /// grows.
    package init(seed: UInt64, stream: UInt64 = 0) {
        var mixer = seed &+ stream &* 0xD134_2543_DE82_EF95
        func word() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var z = mixer
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        a = word()
        b = word()
        c = word()
        d = word()
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        let result = Chance.rotate(b &* 5, 7) &* 9
        let t = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = Chance.rotate(d, 45)
        return result
    }

    private static func rotate(_ word: UInt64, _ by: UInt64) -> UInt64 {
        (word << by) | (word >> (64 - by))
    }

    /// 0..<`count`; `count` must be positive. The bias is below 2^-32 for the sizes of a town.
    package mutating func below(_ count: Int) -> Int {
        precondition(count > 0, "nothing to choose from")
        return Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// True `perMille` times in a thousand.
    package mutating func happens(_ perMille: Int) -> Bool { below(1000) < perMille }

    /// One of a list that is not empty.
    package mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    /// The place of one weight, chosen in proportion; at least one weight must be positive.
    package mutating func weighted(_ weights: [Int]) -> Int {
        var left = below(weights.reduce(0, +))
        for (place, weight) in weights.enumerated() {
            if left < weight { return place }
            left -= weight
        }
        preconditionFailure("the weights do not add up")
    }

    /// 0 ..< 1.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// About the standard normal distribution: twelve uniform numbers (Irwin and Hall), so that no
    /// mathematics library is needed. Reaches ±6.
    package mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += unit() }
        return sum
    }

    /// A log-normal span with this mean; `sigma` is that of the logarithm.
    package mutating func logNormal(mean: Span, sigma: Double) -> Span {
        let factor = exponential(sigma * normal() - sigma * sigma / 2)
        return Span(milliseconds: Int64(Double(mean.milliseconds) * factor))
    }

    /// A count whose expectation is `mean` and whose variance is about that too, as of independent
    /// arrivals.
    package mutating func arrivals(mean: Double) -> Int {
        guard mean < 30 else { return max(0, Int(mean + mean.squareRoot() * normal() + 0.5)) }
        // Knuth: multiply uniform numbers until they fall below e^-mean.
        let floor = exponential(-mean)
        var product = unit()
        var count = 0
        while product > floor {
            product *= unit()
            count += 1
        }
        return count
    }
}

/// e to the `x`, from arithmetic alone and so the same on every machine. |x| < 700.
package func exponential(_ x: Double) -> Double {
    precondition(x > -700 && x < 700, "exponent out of range")
    let power = (x / 0.6931471805599453).rounded()
    let rest = x - power * 0.6931471805599453
    var sum = 1.0
    var term = 1.0
    for step in 1...14 {
        term *= rest / Double(step)
        sum += term
    }
    return Double(sign: .plus, exponent: Int(power), significand: 1) * sum
}
