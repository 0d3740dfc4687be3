// SPDX-License-Identifier: Apache-2.0
/// A gateway as they are: sends presses, counts acknowledgements on receipt, sends again what was
/// not acknowledged, up to 29 times.
/// Never counts a press as acknowledged for any other reason than its own 250.

import Glibc
import Rig

final class PressingGateway: LineOwner {
    /// How often one press may be sent before the gateway gives it up (`isWorn`).
    static let triesMax = 29

    let name: String
    let key: String
    let book: TotalQueue
    private unowned let crowd: LineCrowd
    /// Presses that may be on their way at once.
    var window = 32
    /// Without an answer for so long it breaks the connection and makes another.
    var patience = Double.infinity
    /// Where the centre is, and where the gateway stands itself.
    var host = "127.0.0.1"
    var place: NetworkPlace?
    private var restsUntil = 0.0
    private(set) var line: CrowdLine?
    private(set) var isIn = false
    /// Not sent since the last failure, the next one last: taken from the end.
    private var waiting: [Int] = []
    /// What every untagged request was, in their order; nil: not a press.
    private var inFlight: [Int?] = []
    private var flightHead = 0
    private var heardAt = 0.0
    /// Not stored, said the centre.
    private(set) var told451 = 0
    /// Given up after 29 tries.
    private(set) var worn = 0
    private(set) var connections = 0

    init(_ name: String, key: String = "demo", _ book: TotalQueue, _ crowd: LineCrowd) {
        self.name = name
        self.key = key
        self.book = book
        self.crowd = crowd
    }

    /// Presses that nobody has acknowledged yet.
    var openCount: Int { waiting.count + (inFlight.count - flightHead) }

    /// Connects, unless it is connected.
    func connect(_ port: UInt16) {
        guard line == nil, seconds() >= restsUntil else { return }
        line = crowd.connect(host, port, in: place, owner: self)
        heardAt = seconds()
        // No way there at the moment: not again at once.
        if line == nil { restsUntil = heardAt + 0.05 }
        connections += 1
    }

    /// A new press.
    func press(_ device: String, _ reference: Int) { again(book.press(device, reference)) }
    /// Sends a press of the book, again or for the first time.
    func again(_ id: Int) {
        waiting.insert(id, at: 0)
        pump()
    }
    /// Sends all these, in one go.
    func again(_ ids: [Int]) {
        waiting.insert(contentsOf: ids.reversed(), at: 0)
        pump()
    }

    /// What its clock tells it to do.
    func tick() {
        guard let line, inFlight.count > flightHead || !isIn, seconds() - heardAt > patience else {
            return
        }
        line.reset()
        ended(line)
    }

    /// Ends the connection; what was not acknowledged is sent on the next one.
    func breakOff() {
        guard let line else { return }
        line.reset()
        ended(line)
    }

    private func pump() {
        guard isIn, let line else { return }
        var text = ""
        while inFlight.count - flightHead < window, let id = waiting.popLast() {
            if book.presses[id].call == nil, book.presses[id].tries >= Self.triesMax {
                worn += 1
                continue
            }
            book.sent(id)
            inFlight.append(id)
            text += book.presses[id].line + "\n"
        }
        if !text.isEmpty {
            heardAt = flightHead == inFlight.count - 1 ? seconds() : heardAt
            line.send(Array(text.utf8))
        }
    }

    func heard(_ text: String, on line: CrowdLine) {
        guard line === self.line else { return }
        heardAt = seconds()
        if text.hasPrefix("* ") {
            if text.hasPrefix("* TAKEN "), let number = field("n", of: text) {
                inFlight.append(nil)
                line.say("SEEN n=\(number)")
            }
            return
        }
        guard isIn else { return welcome(text, line) }
        if text.hasPrefix("421 ") { return }
        guard flightHead < inFlight.count else {
            return book.conflict("\(name) heard without having asked: \(text)")
        }
        let id = inFlight[flightHead]
        flightHead += 1
        if flightHead > 1000 {
            inFlight.removeFirst(flightHead)
            flightHead = 0
        }
        if let id { answered(id, text) }
        pump()
    }

    private func welcome(_ text: String, _ line: CrowdLine) {
        if text.hasPrefix("220 ") {
            line.say("HELLO gateway=\(name) key=\(key)")
        } else if text.hasPrefix("250 OK gateway=") {
            isIn = true
            pump()
        } else if !text.hasPrefix("451 "), !text.hasPrefix("421 ") {
            book.conflict("\(name) was met with: \(text)")
        }
    }

    private func answered(_ id: Int, _ text: String) {
        if text.hasPrefix("250 OK ref=\(book.presses[id].reference) "),
            let call = text.firstRange(of: " call=").map({ String(text[$0.upperBound...]) })
        {
            book.acknowledged(id, call)
        } else if text.hasPrefix("451 ") || text.hasPrefix("450 ") {
            told451 += 1
            waiting.insert(id, at: 0)
        } else {
            book.conflict("\(book.presses[id].line) was answered: \(text)")
        }
    }

    func ended(_ line: CrowdLine) {
        guard line === self.line else { return }
        self.line = nil
        // Turned away: not again at once.
        if !isIn { restsUntil = seconds() + 0.05 }
        isIn = false
        // In their old order, before what was never sent.
        for id in inFlight[flightHead...].reversed() { if let id { waiting.append(id) } }
        inFlight = []
        flightHead = 0
    }
}
