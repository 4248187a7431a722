package ajar.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Who there is at the beginning, and what happens then. Everything follows from the seed.
///
/// @param start when it begins
/// @param accounts the connected accounts, in the order they are connected
/// @param contacts for each lead, the numbers of its contacts' addresses
record Story(
        long seed,
        Instant start,
        int users,
        List<AccountPlan> accounts,
        List<List<Integer>> contacts,
        List<Step> steps) {
    /// How many addresses people outside the organization have between them.
    static final int ADDRESSES = 5;

    private static final int SHORTEST = 5;
    private static final int LONGEST = 25;

    /// Europe, America and New Zealand change their clocks within weeks of some of these.
    private static final List<Instant> STARTS = List.of(
            Instant.parse("2026-03-20T09:10:00Z"),
            Instant.parse("2026-10-19T21:40:00Z"),
            Instant.parse("2026-06-10T14:20:00Z"),
            Instant.parse("2026-12-28T05:50:00Z"));

    /// An account that somebody connects.
    record AccountPlan(int user, ProviderAccount.Style style, int calendars) {}

    /// A random story. Neighbouring seeds begin differently, as they would not with `java.util.Random`.
    static Story of(long seed) {
        var random = new SplittableRandom(seed);
        var start = STARTS.get(random.nextInt(STARTS.size()));
        int users = 1 + random.nextInt(3);
        List<AccountPlan> accounts = new ArrayList<>();
        var styles = ProviderAccount.Style.values();
        for (int user = 0; user < users; user++) {
            int layout = random.nextInt(4);
            for (int account = 0; account < (layout == 0 ? 2 : 1); account++) {
                accounts.add(new AccountPlan(user, styles[random.nextInt(styles.length)], layout == 1 ? 2 : 1));
            }
        }
        List<List<Integer>> contacts = new ArrayList<>();
        int leads = 1 + random.nextInt(3);
        for (int lead = 0; lead < leads; lead++) {
            contacts.add(
                    random.ints(1 + random.nextInt(2), 0, ADDRESSES).boxed().toList());
        }
        return new Story(seed, start, users, accounts, contacts, steps(random));
    }

    private static List<Step> steps(SplittableRandom random) {
        int all = 0;
        for (var kind : Step.Kind.values()) {
            all += kind.weight;
        }
        List<Step> steps = new ArrayList<>();
        int length = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
        int events = 1 + random.nextInt(2);
        while (steps.size() < length) {
            var kind = steps.size() < events
                    ? random.nextBoolean() ? Step.Kind.CREATE : Step.Kind.CREATE_SERIES
                    : kind(random.nextInt(all));
            steps.add(new Step(kind, number(random), number(random), number(random), number(random)));
        }
        return steps;
    }

    private static int number(SplittableRandom random) {
        return random.nextInt(1 << 16);
    }

    private static Step.Kind kind(int at) {
        int left = at;
        for (var kind : Step.Kind.values()) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        throw new IllegalArgumentException("there are fewer kinds than " + at);
    }

    /// The same beginning with other steps.
    Story with(List<Step> others) {
        return new Story(seed, start, users, accounts, contacts, List.copyOf(others));
    }

    @Override
    public String toString() {
        return "seed " + seed + ", from " + start + ", " + users + " users, " + accounts + ", contacts of leads "
                + contacts + steps.stream().map(step -> "\n  " + step).collect(Collectors.joining());
    }
}
