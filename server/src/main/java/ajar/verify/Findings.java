package ajar.verify;

import java.util.ArrayList;
import java.util.List;

/// What a check has seen so far. Of what is wrong it keeps the number and the first few examples.
public final class Findings {
    private static final int MOST_EXAMPLES = 5;

    private final List<String> examples = new ArrayList<>();
    private long looked;
    private long wrong;

    /// Counts one row that was looked at.
    public void looked() {
        looked(1);
    }

    /// Counts rows that were looked at.
    public void looked(long more) {
        looked += more;
    }

    /// Notes something wrong. Examples name ids and fields and never a value, which may be confidential.
    public void wrong(String example) {
        wrong++;
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(example);
        }
    }

    /// Notes that more is wrong than there are examples of.
    void wrongBesides(long more) {
        wrong += more;
    }

    /// How many rows were looked at.
    public long count() {
        return looked;
    }

    /// How much is wrong.
    public long wrong() {
        return wrong;
    }

    /// The first few things that are wrong.
    public List<String> examples() {
        return List.copyOf(examples);
    }
}
