package ajar.sync;

import ajar.engine.sql.Database;
import ajar.engine.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom an organization knows by which address: its leads' contacts, and its own users. Addresses are
/// in lower case.
final class People {
    /// A contact and the lead it belongs to.
    record Known(String contactId, String leadId) {}

    private final Map<String, List<Known>> contacts;
    private final Map<String, String> users;
    private final Map<String, Set<String>> addressesOfUsers;

    private People(
            Map<String, List<Known>> contacts, Map<String, String> users, Map<String, Set<String>> addressesOfUsers) {
        this.contacts = contacts;
        this.users = users;
        this.addressesOfUsers = addressesOfUsers;
    }

    /// Reads whoever has one of these addresses, and all users.
    static People read(Connection connection, String organizationId, Collection<String> addresses) throws SQLException {
        Map<String, String> users = new HashMap<>();
        Map<String, Set<String>> addressesOfUsers = new HashMap<>();
        var allUsers = Sql.of(
                "select m.user_id, lower(u.email) from membership m join users u on u.id = m.user_id where"
                        + " m.organization_id = ? union select user_id, lower(email) from connected_account where"
                        + " organization_id = ? and email is not null union select user_id, lower(username) from"
                        + " connected_account where organization_id = ? and username like '%@%'",
                organizationId, organizationId, organizationId);
        Database.list(connection, allUsers, row -> {
            users.putIfAbsent(row.getString(2), row.getString(1));
            return addressesOfUsers
                    .computeIfAbsent(row.getString(1), _ -> new LinkedHashSet<>())
                    .add(row.getString(2));
        });
        return new People(contacts(connection, organizationId, addresses), users, addressesOfUsers);
    }

    private static Map<String, List<Known>> contacts(
            Connection connection, String organizationId, Collection<String> addresses) throws SQLException {
        Map<String, List<Known>> contacts = new HashMap<>();
        if (addresses.isEmpty()) {
            return contacts;
        }
        var sql = Sql.of(
                "select id, lead_id, email_addresses from contact where organization_id = ? and email_addresses &&"
                        + " ?::text[] order by date_created, id",
                organizationId,
                addresses);
        Database.list(connection, sql, row -> {
            var known = new Known(row.getString(1), row.getString(2));
            for (var address : (String[]) row.getArray(3).getArray()) {
                contacts.computeIfAbsent(address, _ -> new java.util.ArrayList<>())
                        .add(known);
            }
            return true;
        });
        return contacts;
    }

    /// The leads that have a contact with one of these addresses, each with the addresses it was found
    /// by.
    Map<String, Set<String>> leads(Collection<String> addresses) {
        Map<String, Set<String>> leads = new LinkedHashMap<>();
        for (var address : addresses) {
            for (var known : contacts.getOrDefault(address, List.of())) {
                leads.computeIfAbsent(known.leadId(), _ -> new LinkedHashSet<>())
                        .add(address);
            }
        }
        return leads;
    }

    /// The contact of this lead with this address; null when there is none.
    @Nullable
    String contact(String leadId, String address) {
        return contacts.getOrDefault(address, List.of()).stream()
                .filter(known -> known.leadId().equals(leadId))
                .map(Known::contactId)
                .findFirst()
                .orElse(null);
    }

    /// The user with this address; null when there is none.
    @Nullable
    String user(String address) {
        return users.get(address);
    }

    /// All addresses of a user.
    Set<String> addresses(String userId) {
        return addressesOfUsers.getOrDefault(userId, Set.of());
    }
}
