/** What operators see of running instances: pages, meters, log, traces, and what the commands tell of them. */
package io.mediadeleter.service.operations;
