/** What brokers and topics do to instances: gone, far away, made anew, of another version, or refusing a record. */
package io.mediadeleter.service.brokers;
