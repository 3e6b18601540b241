package io.mediadeleter.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks that its arguments name; without any all of them, or those of a first look. */
public final class Bench {

    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("overhead", new OverheadBench());
        ALL.put("quota", new QuotaBench());
        ALL.put("shared-quota", new SharedQuotaBench());
        ALL.put("latency", new LatencyBench());
        ALL.put("transaction", new TransactionBench());
        ALL.put("bulk", new BulkBench());
        ALL.put("coalescing", new CoalescingBench());
        ALL.put("kill", new KillBench());
        ALL.put("outage", new OutageBench());
        ALL.put("peer-outage", new PeerOutageBench());
        ALL.put("backlog", new BacklogBench());
        ALL.put("growth", new GrowthBench());
        ALL.put("start", new StartBench());
        ALL.put("holds", new HoldsBench());
        ALL.put("hot", new HotBench());
    }

    /** What most people ask first. */
    private static final List<String> FIRST_LOOK = List.of("latency", "kill", "quota");

    private Bench() {}

    /** Names of benchmarks. Where one fails, what it has measured is kept, and the others run; the exit code is 1 then. */
    public static void main(String[] names) {
        List<String> wanted = names.length == 0 ? Effort.choose(List.copyOf(ALL.keySet()), FIRST_LOOK) : List.of(names);
        wanted.forEach(Bench::find);
        List<String> failed = new ArrayList<>();
        try (Lab lab = Lab.open()) {
            for (String name : wanted) {
                Report report = new Report(name, System.out);
                try {
                    find(name).run(lab, report);
                    report.requireRows();
                } catch (RuntimeException failure) {
                    failure.printStackTrace();
                    failed.add(name);
                } finally {
                    report.save();
                }
            }
        }
        if (!failed.isEmpty()) {
            System.err.println("failed: " + failed);
            System.exit(1);
        }
    }

    private static Benchmark find(String name) {
        Benchmark found = ALL.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no benchmark \"" + name + "\"; there are " + ALL.keySet());
        }
        return found;
    }
}
