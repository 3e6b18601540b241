package io.mediadeleter.bench.peer;

import io.mediadeleter.config.Settings;

/** A system that turns requests into calls and results. */
interface Peer {

    /** Begins to work; returns at once, and what is returned ends it. */
    AutoCloseable start(Settings settings);
}
