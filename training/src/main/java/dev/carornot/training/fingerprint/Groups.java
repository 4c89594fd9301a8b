package dev.carornot.training.fingerprint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Joins things that belong together, and so whatever belongs to these (disjoint sets). To be used by one thread. */
public final class Groups {
    private final int[] parent;

    /** Each of {@code size} things alone. */
    public Groups(int size) {
        parent = new int[size];
        for (int i = 0; i < size; i++) {
            parent[i] = i;
        }
    }

    /** Joins the groups of two things. */
    public void join(int one, int other) {
        int low = Math.min(root(one), root(other));
        int high = Math.max(root(one), root(other));
        parent[high] = low;
    }

    /** Joins all things that have the same key. */
    public void joinEqual(List<String> keys) {
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            Integer before = first.putIfAbsent(keys.get(i), i);
            if (before != null) {
                join(before, i);
            }
        }
    }

    /** The least member of the group that a thing belongs to. */
    public int root(int thing) {
        int at = thing;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** The groups, each with its members in ascending order, by their least members. */
    public List<List<Integer>> members() {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < parent.length; i++) {
            members.computeIfAbsent(root(i), root -> new ArrayList<>()).add(i);
        }
        return List.copyOf(members.values());
    }
}
