/** What people and the limit on calls in an hour keep a running group from calling. */
package io.mediadeleter.service.control;
