package io.github.dqlite4j.it.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH in slices of a fraction of a second, the raw side and the driver's in turn, so that other load of the machine affects both. The ratio
 * is the median over the pairs of slices.
 */
final class Slices {
    /** Medians in microseconds, and bytes that the calling thread allocated for each operation. */
    record Pair(double raw, double jdbc, double ratio, long rawBytes, long jdbcBytes) {}

    /** One operation of {@link RoundTrips}. */
    interface Operation {
        Object run() throws Exception;
    }

    private Slices() {}

    static Pair measure(String name, int rounds, Operation raw, Operation jdbc, int repeats, int millis)
            throws Exception {
        long rawBytes = allocated(raw, repeats);
        long jdbcBytes = allocated(jdbc, repeats);
        for (int i = 0; i < 3; i++) {
            slice(name + "Raw", 700);
            slice(name + "Jdbc", 700);
        }
        List<Double> raws = new ArrayList<>();
        List<Double> jdbcs = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            boolean rawFirst = i % 2 == 0;
            double first = slice(name + (rawFirst ? "Raw" : "Jdbc"), millis);
            double second = slice(name + (rawFirst ? "Jdbc" : "Raw"), millis);
            raws.add(rawFirst ? first : second);
            jdbcs.add(rawFirst ? second : first);
            ratios.add(rawFirst ? second / first : first / second);
        }
        return new Pair(median(raws), median(jdbcs), median(ratios), rawBytes, jdbcBytes);
    }

    private static double slice(String method, int millis) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include("\\.RoundTrips\\." + method + "$")
                        .forks(0)
                        .mode(Mode.SampleTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(millis / 3))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(millis))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getStatistics().getPercentile(50) / 1000;
    }

    private static long allocated(Operation operation, int repeats) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < repeats; i++) {
            sink = operation.run();
        }
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < repeats; i++) {
            sink = operation.run();
        }
        return (threads.getThreadAllocatedBytes(id) - before) / repeats;
    }

    private static volatile Object sink;

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
