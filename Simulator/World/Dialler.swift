// SPDX-License-Identifier: Apache-2.0
/// A dialler's books: what it has to say, under which number, how often it said it, and its clock.
/// Never reads a clock, draws chance or touches a socket: all that is handed in.

package import Vocabulary
package import Wire

/// How one device speaks DC-09.
package struct DialledDevice: Equatable, Sendable {
    package var account: String
    package var receiver: String?
    package var line = "0"
    package var key: MaskedBytes?
    package var quirks: Set<DC09Message.Quirk> = []
    /// One frame for each datagram, instead of a connection.
    package var usesDatagrams = false
    /// It keeps its connection; most real devices make one for each message.
    package var keepsConnection = false
    /// Messages in clear have a timestamp too.
    package var sendsTime = false

    package init(account: String) { self.account = account }
}

/// A message of a dialler that is not acknowledged yet.
package struct DialledMessage: Sendable {
    /// What the owner calls it.
    package let tag: Int
    package let message: DC09Message
    /// Sendings so far.
    package fileprivate(set) var tries = 0
    package fileprivate(set) var firstSentAt: Stamp = -1
    package fileprivate(set) var lastSentAt: Stamp = -1
}

/// What an answer was.
package enum DialledAnswer: Equatable, Sendable {
    /// Stored; `sentAt`: when it was said first.
    case acknowledged(tag: Int, sentAt: Stamp)
    /// The receiver told its clock (NAK); the same is to be said again at once.
    case clockSet
    /// DUH: received, and no use saying it again.
    case refused(tag: Int)
    /// A second ACK to something said twice.
    case repeated
    /// The standard has no such answer here.
    case stray(String)
}

/// One device: one message at a time, in order, each until it is acknowledged.
package struct Dialler: Sendable {
    /// Sequence numbers go from 1 to this and begin anew.
    package static let sequenceMax = 9999

    package let device: DialledDevice
    /// The last number given.
    package private(set) var sequence: Int
    /// How far the receiver's clock is ahead of this device's, in seconds.
    package private(set) var clockOffset: Int64
    private var waiting: [DialledMessage] = []
    /// The number acknowledged last, and how many more ACKs may come to it.
    private var settled = ""
    private var repeatsOwed = 0

    /// `first`: the number of the first message; `clockOffset`: what the clock is wrong by.
    package init(_ device: DialledDevice, first: Int = 1, clockOffset: Int64 = 0) {
        self.device = device
        sequence = first - 1
        self.clockOffset = clockOffset
    }

    /// The message that is being said; nil where nothing is to be said.
    package var current: DialledMessage? { waiting.first }
    package var waitingCount: Int { waiting.count }

    /// Puts a message into the line. `sequence`: that of a message said before; nil: the next number.
    /// Returns its number.
    @discardableResult
    package mutating func ask(
        _ tag: Int, token: DC09Token, payload: String?, blocks: [String] = [],
        sequence given: Int? = nil
    ) -> Int {
        if given == nil { sequence = sequence % Dialler.sequenceMax + 1 }
        let number = given ?? sequence
        var message = DC09Message(
            token: token.name, sequence: number, account: device.account, payload: payload)
        message.receiver = device.receiver
        message.line = device.line
        message.blocks = blocks.map { Array($0.utf8) }
        message.key = device.key
        message.quirks = device.quirks
        waiting.append(DialledMessage(tag: tag, message: message))
        return number
    }

    /// The bytes of the current message, for the first time or again; nil where there is none.
    package mutating func say(
        at now: Stamp, utcSeconds: Int64, padding: DC09Padding
    ) throws(CipherError) -> [UInt8]? {
        guard !waiting.isEmpty else { return nil }
        var message = waiting[0].message
        if device.key != nil || device.sendsTime { message.time = utcSeconds + clockOffset }
        let bytes = try message.encoded(padding: padding)
        waiting[0].tries += 1
        waiting[0].lastSentAt = now
        if waiting[0].tries == 1 { waiting[0].firstSentAt = now }
        return bytes
    }

    /// Takes an answer in.
    package mutating func hear(_ answer: DC09Answer, utcSeconds: Int64) -> DialledAnswer {
        if answer.word == .nak { return setClock(answer, utcSeconds) }
        guard let current = waiting.first, current.tries > 0,
            answer.sequence == current.message.sequenceText
        else {
            if answer.word == .ack, answer.sequence == settled, repeatsOwed > 0 {
                repeatsOwed -= 1
                return .repeated
            }
            return .stray("\(answer.word.rawValue) \(answer.sequence) to nothing said")
        }
        if answer.word == .duh {
            waiting.removeFirst()
            return .refused(tag: current.tag)
        }
        guard answer.isEncrypted == (device.key != nil) else {
            return .stray("ack \(answer.sequence) in clear to an encrypted message")
        }
        waiting.removeFirst()
        settled = answer.sequence
        repeatsOwed = current.tries - 1
        return .acknowledged(tag: current.tag, sentAt: current.firstSentAt)
    }

    private mutating func setClock(
        _ answer: DC09Answer, _ utcSeconds: Int64
    ) -> DialledAnswer {
        guard let time = answer.time else { return .stray("nak without a time") }
        guard waiting.first.map({ $0.tries > 0 }) == true else {
            return .stray("nak to nothing said")
        }
        clockOffset = time - utcSeconds
        return .clockSet
    }

    /// Forgets the current message; its tag, or nil where there is none.
    @discardableResult
    package mutating func giveUp() -> Int? {
        waiting.isEmpty ? nil : waiting.removeFirst().tag
    }
}
