package io.mediadeleter.bench;

/** One question that is answered by measuring. */
interface Benchmark {

    /** Measures, and reports each row as soon as it is known. */
    void run(Lab lab, Report report);
}
