/** What becomes of a request: its result, its retries, its dead letter, and what the API was asked meanwhile. */
package io.mediadeleter.service.requests;
