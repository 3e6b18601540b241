package io.mediadeleter.cli.check;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * One thing to look at.
 *
 * @param needs checks that must have found nothing wrong
 * @param look finds at least one line; what it throws is wrong, too
 */
record Check(String name, List<String> needs, Callable<List<Finding>> look) {

    Check {
        needs = List.copyOf(needs);
    }
}
