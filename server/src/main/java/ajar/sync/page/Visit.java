package ajar.sync.page;

import ajar.engine.resource.Caller;
import ajar.login.Session;
import ajar.organization.Member;
import java.util.List;

/// Somebody who is signed in, in one of their organizations.
///
/// @param member their place in the organization they look at
/// @param members their places in all of them
record Visit(Session session, Member member, List<Member> members) {
    /// The person as whoever reads and writes.
    Caller caller() {
        return member.caller();
    }
}
