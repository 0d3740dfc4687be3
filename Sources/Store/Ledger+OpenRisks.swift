// SPDX-License-Identifier: Apache-2.0
/// Facts of open risks -> rows.
/// Never opens a transaction: `write` holds it.

internal import Desk
internal import Vocabulary

extension Ledger {
    func recordRisk(_ fact: Fact, _ place: StepPlace) throws(StoreError) {
        var codes = Codes()
        switch fact {
        case .deviceSilent(let device, let heardAt, let welfareAt):
            codes.add("dev", device.text)
            codes.add("heard", heardAt.milliseconds)
            _ = try timeline.append(place, .deviceSilent, actor: "@desk", codes: codes)
            try risks.fall(device, heardAt: heardAt, welfareAt: welfareAt)
        case .welfareDue(let device, let due, let isRaised):
            codes.add("dev", device.text)
            codes.add("due", due.milliseconds)
            if isRaised { codes.add("raised", 1) }
            _ = try timeline.append(place, .welfareDue, actor: "@desk", codes: codes)
            try risks.put(device, due: due, isRaised: isRaised)
        case .silenceEnded(let device, let by):
            codes.add("dev", device.text)
            _ = try timeline.append(
                place, .silenceEnded, actor: by.description, codes: codes)
            try risks.end(device)
        default: preconditionFailure("not a fact of a risk")
        }
    }
}
