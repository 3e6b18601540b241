/**
 * What the control topic says, record by record: holds, decisions, probes, and reports of calls. The packages below make
 * something of it. Pure, as they are: no I/O, no clock, no Kafka; time is an argument.
 */
@NullMarked
package io.mediadeleter.control;

import org.jspecify.annotations.NullMarked;
