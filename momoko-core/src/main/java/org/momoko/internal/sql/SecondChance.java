package org.momoko.internal.sql;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Decides what leaves a full cache: the oldest entry that was not used since the last look. Thread safe; to say that an
 * entry is used takes no lock.
 */
public final class SecondChance<E extends SecondChance.Entry> {
    private final int maxEntries;
    private final int maxCharacters;
    private final Consumer<E> leaves;
    /** Oldest first; guarded by this, as is {@link #characters}. */
    private final ArrayDeque<E> entries = new ArrayDeque<>();

    private int characters;

    /** Something that a cache keeps. */
    public abstract static class Entry {
        private final int characters;
        /** Set by readers without a lock; a lost update only makes the entry look older. */
        private volatile boolean used;

        /** @param characters what it counts for */
        protected Entry(int characters) {
            this.characters = characters;
        }

        /** It was found in the cache. */
        public final void use() {
            if (!used) { // a write on every hit would pass the cache line between the cores
                used = true;
            }
        }
    }

    /**
     * @param maxEntries at least 1
     * @param maxCharacters of all entries together
     * @param leaves takes an entry out of the cache
     */
    public SecondChance(int maxEntries, int maxCharacters, Consumer<E> leaves) {
        this.maxEntries = maxEntries;
        this.maxCharacters = maxCharacters;
        this.leaves = leaves;
    }

    /** The cache has a new entry, with no more characters than all may have together. */
    public synchronized void enter(E entry) {
        // room is made first: the new entry has not had the chance to be used
        while (entries.size() >= maxEntries || characters > maxCharacters - charactersOf(entry)) {
            evictOne();
        }
        entries.addLast(entry);
        characters += charactersOf(entry);
    }

    private void evictOne() {
        E oldest = entries.removeFirst();
        for (; isUsed(oldest); oldest = entries.removeFirst()) {
            entries.addLast(oldest);
        }
        characters -= charactersOf(oldest);
        leaves.accept(oldest);
    }

    /** Whether it was used since the last look, which this is. */
    private static boolean isUsed(Entry entry) {
        boolean used = entry.used;
        entry.used = false;
        return used;
    }

    private static int charactersOf(Entry entry) {
        return entry.characters;
    }

    /** How many entries there are. */
    public synchronized int size() {
        return entries.size();
    }
}
