/** The rights that this client needs on the brokers, and whether it has them. */
@NullMarked
package io.mediadeleter.kafka.acl;

import org.jspecify.annotations.NullMarked;
