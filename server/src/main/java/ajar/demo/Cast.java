package ajar.demo;

import ajar.engine.resource.Caller;
import java.util.List;
import java.util.random.RandomGenerator;

/// What every story of the demo shares: who works there, and the words they chose.
///
/// @param organizationId the organization
/// @param people the users; the administrator comes first
/// @param statuses the ids of the lead statuses, from the first contact to the last
/// @param outcomes the ids of the outcomes
record Cast(String organizationId, List<Person> people, List<String> statuses, List<String> outcomes) {
    /// A user.
    ///
    /// @param phone the number they call from, E.164
    /// @param caller the user as the engine sees them
    record Person(String id, String name, String email, String phone, Caller caller) {
        /// The form of a `From` header.
        String sender() {
            return '"' + name + "\" <" + email + '>';
        }
    }

    /// The administrator.
    Person administrator() {
        return people.getFirst();
    }

    /// The person with this address.
    Person person(String email) {
        return people.stream()
                .filter(it -> it.email().equals(email))
                .findFirst()
                .orElseThrow();
    }

    /// Somebody who sells.
    Person seller(RandomGenerator random) {
        return people.get(1 + random.nextInt(people.size() - 1));
    }

    /// The system, which keeps calendars and clocks.
    Caller system() {
        return Caller.system(organizationId);
    }
}
