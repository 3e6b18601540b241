/** How instances start, and how they end before they have begun. */
package io.mediadeleter.service.start;
