package io.github.dqlite4j.spring.boot.integration;

import org.springframework.integration.jdbc.store.channel.ChannelMessageStoreQueryProvider;

/**
 * The queries of a {@code JdbcChannelMessageStore} on dqlite. A message gets its number from its table, since there are no sequences; rows are not
 * locked, since a transaction has the write lock of the database.
 */
public final class DqliteChannelMessageStoreQueryProvider implements ChannelMessageStoreQueryProvider {
    private static final String NOT_IN = "and %PREFIX%CHANNEL_MESSAGE.MESSAGE_ID not in (:message_ids) ";
    private static final String IN_ORDER = "order by CREATED_DATE, MESSAGE_SEQUENCE LIMIT 1";
    private static final String BY_PRIORITY =
            "order by MESSAGE_PRIORITY DESC NULLS LAST, CREATED_DATE, MESSAGE_SEQUENCE LIMIT 1";

    @Override
    public String getCreateMessageQuery() {
        return "INSERT INTO %PREFIX%CHANNEL_MESSAGE (MESSAGE_ID, GROUP_KEY, REGION, CREATED_DATE, MESSAGE_PRIORITY, MESSAGE_CONTENT)"
                + " VALUES (?, ?, ?, ?, ?, ?)";
    }

    @Override
    public String getPollFromGroupQuery() {
        return SELECT_COMMON + IN_ORDER;
    }

    @Override
    public String getPollFromGroupExcludeIdsQuery() {
        return SELECT_COMMON + NOT_IN + IN_ORDER;
    }

    @Override
    public String getPriorityPollFromGroupQuery() {
        return SELECT_COMMON + BY_PRIORITY;
    }

    @Override
    public String getPriorityPollFromGroupExcludeIdsQuery() {
        return SELECT_COMMON + NOT_IN + BY_PRIORITY;
    }
}
