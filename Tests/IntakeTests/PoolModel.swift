// SPDX-License-Identifier: Apache-2.0
/// Owns the model of the node pool: claiming by number, returning in batches, slots used again.
/// Never models the inbox: a pushed node simply is with the consumer.

/// Producers that claim nodes again and again from a ring of two, and the consumer that returns them.
struct PoolModel: InterleavingModel {
    /// The algorithm as it is, or with one mistake that the walk must find.
    enum Variant {
        case asWritten
        case readsSlotAfterClaim, claimsWithoutCompare, publishesBeforeSlotIsFilled
    }

    enum ProducerStep {
        case loadClaimed, loadReturned, loadSlot, exchange, loadSlotLate, push, done
    }

    struct Producer: Hashable {
        var step = ProducerStep.loadClaimed
        var position = 0
        var node = 0
        var claimsLeft: Int
    }

    static let size = 2

    let variant: Variant
    /// Returns that the consumer gathers before it publishes them.
    let batch: Int
    var slots = Nibbles()
    var claimed = 0
    var returned = size
    var returnedHere = size
    /// For each node (1...size) its owner: 0 the pool, 1... a producer, 15 the consumer.
    var owners = Nibbles()
    var producers: [Producer]
    /// The mistake of publishing first: a node whose slot is still to be filled.
    var slotToFill = 0

    init(_ variant: Variant, producerCount: Int, claimCount: Int, batch: Int) {
        self.variant = variant
        self.batch = batch
        producers = (0..<producerCount).map { _ in Producer(claimsLeft: claimCount) }
        for index in 0..<Self.size { slots[index] = index + 1 }
    }

    func successors() throws(ModelViolation) -> [Self] {
        var next: [Self] = []
        for index in producers.indices where producers[index].step != .done {
            var state = self
            try state.advanceProducer(index)
            next.append(state)
        }
        if slotToFill != 0 {
            var state = self
            state.slots[(returnedHere - 1) % Self.size] = slotToFill
            state.slotToFill = 0
            next.append(state)
        } else {
            for node in 1...Self.size where owners[node] == 15 {
                next.append(returning(node))
            }
        }
        if returned < returnedHere {
            var state = self
            state.returned = returnedHere
            next.append(state)
        }
        return next
    }

    func check(isFinal: Bool) throws(ModelViolation) {
        // In the end every node is in the pool again, each once.
        guard isFinal else { return }
        let free = Set((claimed..<returned).map { slots[$0 % Self.size] })
        guard free == Set(1...Self.size) else { throw .missingNode }
    }

    private func returning(_ node: Int) -> Self {
        var state = self
        state.owners[node] = 0
        state.returnedHere += 1
        if variant == .publishesBeforeSlotIsFilled {
            state.slotToFill = node
            state.returned = state.returnedHere
        } else {
            state.slots[returnedHere % Self.size] = node
            if state.returnedHere - state.returned >= batch { state.returned = state.returnedHere }
        }
        return state
    }

    private mutating func advanceProducer(_ index: Int) throws(ModelViolation) {
        var producer = producers[index]
        switch producer.step {
        case .loadClaimed:
            producer.position = claimed
            producer.step = .loadReturned
        case .loadReturned:
            let isEmpty = producer.position >= returned
            producer.step = variant == .readsSlotAfterClaim ? .exchange : .loadSlot
            // An empty pool: this element takes a node from the allocator, out of the model.
            if isEmpty { producer.finishClaim() }
        case .loadSlot:
            producer.node = slots[producer.position % Self.size]
            producer.step = .exchange
        case .exchange:
            if claimed == producer.position || variant == .claimsWithoutCompare {
                claimed = producer.position + 1
                producer.step = variant == .readsSlotAfterClaim ? .loadSlotLate : .push
                if producer.step == .push { try own(producer.node, by: index) }
            } else {
                producer.position = claimed
                producer.node = 0
                producer.step = .loadReturned
            }
        case .loadSlotLate:
            producer.node = slots[producer.position % Self.size]
            try own(producer.node, by: index)
            producer.step = .push
        case .push:
            owners[producer.node] = 15
            producer.finishClaim()
        case .done:
            break
        }
        producers[index] = producer
    }

    private mutating func own(_ node: Int, by index: Int) throws(ModelViolation) {
        guard owners[node] == 0 else { throw .sharedNode }
        owners[node] = index + 1
    }
}

extension PoolModel.Producer {
    fileprivate mutating func finishClaim() {
        claimsLeft -= 1
        position = 0
        node = 0
        step = claimsLeft == 0 ? .done : .loadClaimed
    }
}
