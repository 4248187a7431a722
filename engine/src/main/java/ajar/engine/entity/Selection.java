package ajar.engine.entity;

import ajar.engine.field.Field;
import ajar.engine.field.Source;
import ajar.engine.sql.Fragment;
import ajar.engine.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The columns a query reads: which fields, in which position, and the joins they need. Immutable.
///
/// Fields of several kinds of one family may share a column; it is then read once.
public final class Selection {
    private final List<Field<?>> columns = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Sql columnList = new Sql();
    private final Sql joinList = new Sql();
    private final String table;

    /// Selects `fields`, and whatever the computed ones among them need, from `table`.
    public Selection(String table, Collection<? extends Field<?>> fields) {
        this.table = table;
        fields.forEach(this::include);
        Set<String> joins = new LinkedHashSet<>();
        List<Fragment> joinFragments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                columnList.add(", ");
            }
            switch (columns.get(i).source()) {
                case Source.Column<?>(var name) -> columnList.add("t.").name(name);
                case Source.Expression<?>(var sql, var needed) -> {
                    columnList.fragment(sql);
                    needed.stream().filter(join -> joins.add(join.text())).forEach(joinFragments::add);
                }
                case Source.Computed<?> _, Source.Related<?> _ -> throw new IllegalStateException("not a column");
            }
        }
        joinFragments.forEach(join -> joinList.add(" ").fragment(join));
    }

    private void include(Field<?> field) {
        switch (field.source()) {
            case Source.Column<?>(var column) -> include("column " + column, field);
            case Source.Expression<?>(var sql, var _) -> include("sql " + sql.text(), field);
            case Source.Computed<?>(var needs, var _) -> {
                needs.forEach(this::include);
            }
            case Source.Related<?> _ -> {
                // Read by a query of its own.
            }
        }
    }

    private void include(String key, Field<?> field) {
        int position = positions.computeIfAbsent(key, _ -> {
            columns.add(field);
            return columns.size();
        });
        positions.put(field.name(), position);
    }

    /// `select … from table t …`, to which a `where` can be added.
    public Sql head() {
        return headFrom(table);
    }

    /// The same over another source of rows of the same shape, such as what a writing statement
    /// returned.
    public Sql headFrom(String source) {
        return Sql.of("select ")
                .add(columnList)
                .add(" from ")
                .name(source)
                .add(" t")
                .add(joinList);
    }

    /// The same as [#head] with further columns behind the selected ones.
    public Sql headWith(Sql further) {
        return Sql.of("select ")
                .add(columnList)
                .add(", ")
                .add(further)
                .add(" from ")
                .name(table)
                .add(" t")
                .add(joinList);
    }

    /// The 1-based column of a stored field, or 0 when it is not read.
    public int position(Field<?> field) {
        return positions.getOrDefault(field.name(), 0);
    }

    /// The stored fields in the order of the columns.
    public List<Field<?>> columns() {
        return columns;
    }
}
