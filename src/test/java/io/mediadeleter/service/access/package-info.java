/** What an instance may be allowed to do, and what it keeps to itself. */
package io.mediadeleter.service.access;
