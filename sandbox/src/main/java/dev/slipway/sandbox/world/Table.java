package dev.slipway.sandbox.world;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Entities of one kind, in the order of their ids. Readers need no lock; only {@link World} writes. */
public final class Table<E extends Entity> {
    private final String name;
    private final Class<E> type;
    private final Map<Long, E> byId = new ConcurrentHashMap<>();
    private final Map<Long, ConcurrentSkipListMap<Long, E>> byScope = new ConcurrentHashMap<>();

    Table(String name, Class<E> type) {
        this.name = name;
        this.type = type;
    }

    public Optional<E> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Everything of this kind, oldest first. */
    public Stream<E> all() {
        return byId.values().stream().sorted(Table::older);
    }

    /** Everything of this kind in one repository, oldest first. */
    public Collection<E> within(long scope) {
        ConcurrentSkipListMap<Long, E> entities = byScope.get(scope);
        return entities == null ? List.of() : entities.values();
    }

    public int size() {
        return byId.size();
    }

    String name() {
        return name;
    }

    Class<E> type() {
        return type;
    }

    void put(Entity entity) {
        E typed = type.cast(entity);
        byId.put(typed.id(), typed);
        byScope.computeIfAbsent(typed.scope(), scope -> new ConcurrentSkipListMap<>())
                .put(typed.id(), typed);
    }

    void remove(long id) {
        E removed = byId.remove(id);
        if (removed != null) {
            Map<Long, E> siblings = byScope.get(removed.scope());
            if (siblings != null) {
                siblings.remove(id);
            }
        }
    }

    private static int older(Entity one, Entity other) {
        return Long.compare(one.id(), other.id());
    }
}
