// SPDX-License-Identifier: Apache-2.0
/// The person served, the home, its devices and the people on the subscriber's list.
/// Never decides anything: these are records.

/// A dwelling with one address.
package struct Home: Hashable, Sendable {
    package var id: HomeID
    package var address: String
    /// Administrative district, for measures and storms (`Wan Chai`).
    package var district: String
    /// How to get in: door code, key safe. Shown to the holder of the call only, and on demand.
    package var access: Masked

    package init(id: HomeID, address: String, district: String, access: Masked = Masked("")) {
        self.id = id
        self.address = address
        self.district = district
        self.access = access
    }
}

/// A person served; lives in a home.
package struct Subscriber: Hashable, Sendable {
    package var id: SubscriberID
    package var home: HomeID
    package var name: String
    /// Language tag the person is best spoken to in (`yue`, `cmn`, `en`).
    package var language: String
    /// Telephone of the home or person, E.164.
    package var phone: String
    /// Year of birth; 0 where unknown.
    package var birthYear: Int
    /// 0 (ordinary) to 3 (highest), as the service assessed it.
    package var risk: Int
    /// Health notes. Shown to the holder of the call only, and on demand.
    package var health: Masked

    package init(
        id: SubscriberID, home: HomeID, name: String, language: String, phone: String,
        birthYear: Int = 0, risk: Int = 0, health: Masked = Masked("")
    ) {
        self.id = id
        self.home = home
        self.name = name
        self.language = language
        self.phone = phone
        self.birthYear = birthYear
        self.risk = risk
        self.health = health
    }
}

/// A base unit or pendant.
package struct Device: Hashable, Sendable {
    package var id: DeviceID
    package var home: HomeID
    package var model: String

    package init(id: DeviceID, home: HomeID, model: String = "") {
        self.id = id
        self.home = home
        self.model = model
    }
}

/// How a contact is told.
package enum ContactDuty: String, CaseIterable, Sendable {
    /// Must answer: two-way; the cascade goes on until one did.
    case contact
    /// Need only be sent: one-way.
    case notice
}

/// Someone on a home's list.
package struct Contact: Hashable, Sendable {
    package var home: HomeID
    /// Place in the list, from 1; `who=2` names it.
    package var order: Int
    package var name: String
    /// `daughter`, `neighbour` ...
    package var relation: String
    /// Telephone, E.164.
    package var phone: String
    package var language: String
    package var duty: ContactDuty

    package init(
        home: HomeID, order: Int, name: String, relation: String, phone: String,
        language: String = "", duty: ContactDuty = .contact
    ) {
        self.home = home
        self.order = order
        self.name = name
        self.relation = relation
        self.phone = phone
        self.language = language
        self.duty = duty
    }
}
