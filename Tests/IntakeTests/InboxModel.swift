// SPDX-License-Identifier: Apache-2.0
/// Owns the model of push, pop and the doorbell: one case for each atomic operation of the source.
/// Never models the pool (see PoolModel) nor weak orderings, but for the one that Dekker needs.

/// Producers that push a few elements into two bands, and the consumer that pops, arms and sleeps.
struct InboxModel: InterleavingModel {
    /// The algorithm as it is, or with one mistake that the walk must find.
    enum Variant {
        case asWritten
        case sleepsWithoutLookingAgain, looksAgainBeforeArming, armsWithReleaseOnly
        case checksBellBeforePush, clearsBellWithoutExchange, pushesWithoutCompare
        case takesWithoutReversing, emptiesPrivateListsFirst
    }

    /// Where a producer stands.
    enum ProducerStep: Int {
        case begin, exchangeTop, loadBell, takeBell, signal, done
    }

    /// Where the consumer stands; `band` says with which lane it is busy.
    enum ConsumerStep {
        case look, take, disarm, nothingFound, arm, lookAgain, sleep
    }

    struct Producer: Hashable {
        var step = ProducerStep.begin
        var index = 0
        var seenTop = 0
        /// Only for the mistake of asking before pushing.
        var sawAsleep = false
        var hasAsked = false
    }

    let variant: Variant
    /// Elements of each producer.
    var counts = Nibbles()
    /// The band of each element; element e of producer p is the number 2p + e + 1.
    var bands = Nibbles()

    // Shared cells.
    var tops = [Nibbles(), Nibbles()]
    var asleep = false
    var signals = 0
    // Threads.
    var producers: [Producer]
    var step = ConsumerStep.look
    var band = 0
    var waiting = [Nibbles(), Nibbles()]
    var isArmed = false
    /// The consumer's store buffer, for the mistake of arming with a release: not yet visible.
    var isArmingDelayed = false
    /// Looks without being woken that the consumer may still make.
    var unwokenLooks: Int
    // Book-keeping.
    var pushed: UInt16 = 0
    var popped: UInt16 = 0
    /// Whether an urgent element was in the queue when the consumer's look began.
    var urgentWasThere = false
    var wakesDue = 0

    /// - Parameter plan: for each producer the bands of its one or two elements, in order.
    init(_ variant: Variant, plan: [[Int]], unwokenLooks: Int = 0) {
        self.variant = variant
        self.unwokenLooks = unwokenLooks
        producers = plan.map { _ in Producer() }
        for (index, elements) in plan.enumerated() {
            counts[index] = elements.count
            for (number, band) in elements.enumerated() { bands[2 * index + number + 1] = band }
        }
    }

    func successors() throws(ModelViolation) -> [Self] {
        var next: [Self] = []
        for index in producers.indices where producers[index].step != .done {
            var state = self
            try state.advanceProducer(index)
            next.append(state)
        }
        try next.append(contentsOf: consumerSuccessors())
        if isArmingDelayed {
            var state = self
            state.asleep = true
            state.isArmingDelayed = false
            next.append(state)
        }
        return next
    }

    func check(isFinal: Bool) throws(ModelViolation) {
        let isQuiet = producers.allSatisfy { $0.step == .begin || $0.step == .done }
        if step == .sleep, signals == 0, !isArmingDelayed, isQuiet, popped != pushed {
            throw tops.allSatisfy(\.isEmpty) && waiting.allSatisfy(\.isEmpty)
                ? .lost : .sleepsBesideWork
        }
        if isFinal, popped != pushed { throw .lost }
    }
}

// MARK: - Producers

extension InboxModel {
    private mutating func advanceProducer(_ index: Int) throws(ModelViolation) {
        var producer = producers[index]
        let element = 2 * index + producer.index + 1
        let band = bands[element]
        switch producer.step {
        case .begin where variant == .checksBellBeforePush && !producer.hasAsked:
            producer.sawAsleep = asleep
            producer.hasAsked = true
        case .begin:
            producer.seenTop = tops[band][0]
            producer.step = .exchangeTop
        case .exchangeTop:
            if tops[band][0] == producer.seenTop {
                tops[band].push(element)
                pushed |= 1 << UInt16(element)
                producer.step = .loadBell
            } else if variant == .pushesWithoutCompare {
                // The link says what was seen, so what came between is gone.
                while tops[band][0] != producer.seenTop, !tops[band].isEmpty {
                    _ = tops[band].pop()
                }
                tops[band].push(element)
                pushed |= 1 << UInt16(element)
                producer.step = .loadBell
            } else {
                producer.seenTop = tops[band][0]
            }
        case .loadBell:
            let isAsleep = variant == .checksBellBeforePush ? producer.sawAsleep : asleep
            producer.step = isAsleep ? .takeBell : .begin
        case .takeBell:
            let isMine = asleep || variant == .clearsBellWithoutExchange
            asleep = false
            producer.step = isMine ? .signal : .begin
        case .signal:
            guard wakesDue > 0 else { throw .wokenTwice }
            wakesDue -= 1
            signals += 1
            producer.step = .begin
        case .done:
            break
        }
        if producer.step == .begin, producers[index].step != .begin {
            producer.index += 1
            producer.sawAsleep = false
            producer.hasAsked = false
            producer.seenTop = 0
            if producer.index == counts[index] { producer.step = .done }
        }
        producers[index] = producer
    }
}

// MARK: - The consumer

extension InboxModel {
    private func consumerSuccessors() throws(ModelViolation) -> [Self] {
        var state = self
        if step == .sleep {
            var next: [Self] = []
            if signals > 0 {
                state.signals -= 1
                state.beginLook()
                next.append(state)
            }
            if unwokenLooks > 0 {
                state = self
                state.unwokenLooks -= 1
                state.beginLook()
                next.append(state)
            }
            return next
        }
        try state.advanceConsumer()
        return [state]
    }

    private mutating func beginLook() {
        step = .look
        band = 0
        urgentWasThere = (1...15).contains { bands[$0] == 0 && (pushed & ~popped) >> $0 & 1 == 1 }
    }

    private mutating func advanceConsumer() throws(ModelViolation) {
        switch step {
        case .look:
            if variant == .emptiesPrivateListsFirst, band == 0, waiting[0].isEmpty,
                !waiting[1].isEmpty
            {
                band = 1
            }
            if !waiting[band].isEmpty {
                try deliver()
            } else if !tops[band].isEmpty {
                step = .take
            } else if band == 0 {
                band = 1
            } else {
                step = .nothingFound
            }
        case .take:
            take()
            try deliver()
        case .disarm:
            asleep = false
            isArmed = false
            isArmingDelayed = false
            beginLook()
        case .nothingFound:
            if isArmed, asleep || isArmingDelayed {
                step = .sleep
            } else {
                band = 0
                step = variant == .looksAgainBeforeArming ? .lookAgain : .arm
            }
        case .arm:
            arm()
        case .lookAgain:
            if !tops[band].isEmpty {
                beginLook()
            } else if band == 0 {
                band = 1
            } else {
                step = variant == .looksAgainBeforeArming ? .arm : .sleep
            }
        case .sleep:
            break
        }
    }

    private mutating func arm() {
        if variant == .armsWithReleaseOnly {
            isArmingDelayed = true
        } else {
            asleep = true
        }
        isArmed = true
        wakesDue += 1
        let sleepsNow =
            variant == .sleepsWithoutLookingAgain || variant == .looksAgainBeforeArming
        step = sleepsNow ? .sleep : .lookAgain
    }

    private mutating func take() {
        if variant == .takesWithoutReversing {
            waiting[band] = tops[band]
        } else {
            while !tops[band].isEmpty { waiting[band].push(tops[band].pop()) }
        }
        tops[band] = Nibbles()
    }

    /// One element leaves: it must be new, next of its producer in its band, and most urgent.
    private mutating func deliver() throws(ModelViolation) {
        let element = waiting[band].pop()
        let bit = UInt16(1) << UInt16(element)
        guard popped & bit == 0 else { throw .doubled }
        let producer = (element - 1) / 2
        for index in 0..<((element - 1) % 2) where bands[2 * producer + index + 1] == band {
            guard popped & (1 << UInt16(2 * producer + index + 1)) != 0 else { throw .outOfOrder }
        }
        if band == 1, urgentWasThere { throw .overtakenByLowerBand }
        popped |= bit
        if isArmed {
            step = .disarm
        } else {
            beginLook()
        }
    }
}
