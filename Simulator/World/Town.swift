// SPDX-License-Identifier: Apache-2.0
/// A reproducible town: homes, the people in them, their devices and contacts, from a seed and a size.
/// Never stored: each home is made anew when it is asked for, so that 80,000 cost nothing.

package import Vocabulary

/// A town of homes numbered from 0; each has one device.
package struct Town: Sendable, Equatable {
    /// Devices behind one gateway, about: some hundreds of gateways for 80,000 homes.
    package static let homesPerGateway = 250
    /// Most homes of one town: six digits behind the letter of a device.
    package static let homesMax = 999_999

    package let seed: UInt64
    /// 1...`homesMax`.
    package let homeCount: Int

    package init(seed: UInt64, homes: Int) {
        precondition((1...Town.homesMax).contains(homes), "a town of 1...\(Town.homesMax) homes")
        self.seed = seed
        homeCount = homes
    }

    /// Gateways that the town needs at `homesPerGateway` each.
    package var gatewayCount: Int {
        (homeCount + Town.homesPerGateway - 1) / Town.homesPerGateway
    }

    /// `gw-0001` upwards, for place 0 upwards.
    package static func gatewayName(_ place: Int, prefix: String = "gw-") -> String {
        prefix + padded(place + 1, 4)
    }

    /// `A0001` upwards, for home 0 upwards; at least four digits, growing.
    package static func deviceName(_ home: Int) -> String { "A" + padded(home + 1, 4) }

    /// The home of a device's account; nil where the text is none of this town's.
    package func home(ofDevice name: String) -> Int? {
        guard name.utf8.first == 65, let number = Int(name.dropFirst()), number >= 1,
            number <= homeCount, Town.deviceName(number - 1) == name
        else { return nil }
        return number - 1
    }

    /// The homes behind gateway `place` of `count`: neighbours share one.
    package func homes(behind place: Int, of count: Int) -> Range<Int> {
        (homeCount * place / count)..<(homeCount * (place + 1) / count)
    }

    /// The gateway, of `count`, that `home` is behind.
    package func gateway(of home: Int, among count: Int) -> Int {
        var place = home * count / homeCount
        while !homes(behind: place, of: count).contains(home) { place += 1 }
        return place
    }

    /// The place in `District.all` where `home` stands.
    package func district(of home: Int) -> Int {
        var chance = Chance(seed: seed, stream: stream(home, 0))
        return chance.weighted(District.all.map(\.weight))
    }

    /// Its address, in traditional characters, and its way in.
    package func home(_ home: Int) -> Home {
        var chance = Chance(seed: seed, stream: stream(home, 1))
        let district = District.all[district(of: home)]
        let floor = 1 + chance.below(38)
        let flat = 1 + chance.below(24)
        let block = chance.pick(["A座", "B座", "C座", "D座", "1座", "2座", "3座", "5座"])
        let address =
            "\(district.name) \(chance.pick(district.estates)) \(block) \(floor)樓 "
            + "\(padded(floor, 2))\(padded(flat, 2))室"
        var access = ""
        if chance.happens(450) {
            let code = padded(chance.below(10_000), 4)
            access = chance.pick(PeopleNames.accessNotes).split(
                separator: "%", omittingEmptySubsequences: false
            ).joined(separator: code)
        }
        return Home(
            id: Town.homeID(home), address: address, district: district.name,
            access: Masked(access))
    }

    /// The people served in `home`: one, or in one home of eight two.
    package func subscribers(_ home: Int) -> [Subscriber] {
        var chance = Chance(seed: seed, stream: stream(home, 2))
        let count = chance.happens(125) ? 2 : 1
        let phone = PeopleNames.phone(&chance, first: "2")
        return (0..<count).map { place in
            let language = ["yue", "cmn", "en"][chance.weighted([92, 4, 4])]
            var notes: [String] = []
            for _ in 0..<chance.weighted([30, 45, 25]) {
                let note = chance.pick(PeopleNames.healthNotes)
                if !notes.contains(note) { notes.append(note) }
            }
            return Subscriber(
                id: SubscriberID("S\(padded(home + 1, 5))" + (place == 0 ? "" : "b")),
                home: Town.homeID(home), name: PeopleNames.name(&chance, language: language),
                language: language, phone: phone, birthYear: 1926 + chance.below(34),
                risk: chance.weighted([60, 25, 11, 4]),
                health: Masked(notes.joined(separator: "；")))
        }
    }

    /// The device in `home`.
    package func device(_ home: Int) -> Device {
        var chance = Chance(seed: seed, stream: stream(home, 3))
        return Device(
            id: DeviceID(Town.deviceName(home)), home: Town.homeID(home),
            model: chance.pick(PeopleNames.models))
    }

    /// One to four people to tell; the first must answer, later ones often need only be told.
    package func contacts(_ home: Int) -> [Contact] {
        var chance = Chance(seed: seed, stream: stream(home, 4))
        let count = 1 + chance.weighted([25, 45, 20, 10])
        return (0..<count).map { place in
            let language = chance.happens(930) ? "yue" : "en"
            return Contact(
                home: Town.homeID(home), order: place + 1,
                name: PeopleNames.name(&chance, language: language),
                relation: chance.pick(PeopleNames.relations),
                phone: PeopleNames.phone(&chance, first: chance.pick(["5", "6", "9"])),
                language: language,
                duty: place > 0 && chance.happens(350) ? .notice : .contact)
        }
    }

    private static func homeID(_ home: Int) -> HomeID { HomeID("H" + padded(home + 1, 5)) }

    /// A stream for each home and subject, apart from those of days and people at work.
    private func stream(_ home: Int, _ subject: UInt64) -> UInt64 {
        UInt64(home) &* 8 &+ subject &+ 0x1_0000_0000
    }
}

extension Town {
    /// The rows of one table that belong to `home`, in the columns of `RecordKind`; empty for
    /// operators and plans, which no home has.
    package func rows(_ kind: RecordKind, of home: Int) -> [[String]] {
        switch kind {
        case .homes:
            let home = self.home(home)
            return [[home.id.text, home.address, home.district, home.access.shown]]
        case .subscribers:
            return subscribers(home).map {
                [
                    $0.id.text, $0.home.text, $0.name, $0.language, $0.phone,
                    String($0.birthYear), String($0.risk), $0.health.shown,
                ]
            }
        case .devices:
            let device = device(home)
            return [[device.id.text, device.home.text, device.model]]
        case .contacts:
            return contacts(home).map {
                [
                    $0.home.text, String($0.order), $0.name, $0.relation, $0.phone, $0.language,
                    $0.duty.rawValue,
                ]
            }
        case .operators, .plans: return []
        }
    }

    /// The tables of a town in the order in which they must be imported.
    package static let tables: [RecordKind] = [.homes, .subscribers, .devices, .contacts]
}
