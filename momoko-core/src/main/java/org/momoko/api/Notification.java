package org.momoko.api;

/**
 * A message sent by NOTIFY.
 *
 * @param processId the server process that sent it
 * @param channel the channel it was sent to
 * @param payload the text that came with it; empty when there was none
 */
public record Notification(int processId, String channel, String payload) {}
