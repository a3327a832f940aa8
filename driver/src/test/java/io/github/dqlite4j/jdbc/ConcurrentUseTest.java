package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.peer.ConcurrentUse;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.NumberedNode;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakRecorder.class)
class ConcurrentUseTest extends ConcurrentUse {
    private static ScriptedPeer node;

    ConcurrentUseTest() {
        super(false, 8, 40);
    }

    @BeforeAll
    static void start() {
        node = NumberedNode.start();
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    @Override
    protected String url() {
        return node.url();
    }
}
