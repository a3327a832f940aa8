package io.github.dqlite4j.admin;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import java.io.IOException;
import java.nio.file.Path;

/** Copies of databases, from a node to this machine. A copy that fails is started again, unless it would fail in the same way. */
final class Dumps {
    private Dumps() {}

    static Path dump(NodeCall call, String database, Path directory) {
        for (; ; ) {
            NodeConnection link = call.connect();
            NodeAddress node = link.node();
            link.close();
            RuntimeException failure;
            try (DumpDirectory files = new DumpDirectory(directory)) {
                call.receive(node, new Request.Dump(database), files);
                if (files.isEmpty()) {
                    throw noDatabase(database, node);
                }
                return files.complete();
            } catch (IOException e) {
                throw new DqliteAdminException(
                        Reason.FILES, "The copy in " + directory + " could not be written: " + e, e);
            } catch (TransportException e) {
                failure = Failures.of(e, node);
                boolean busy = e instanceof TransportException.ServerFailure refusal && Failures.isBusy(refusal);
                if (Failures.isLasting(e) || call.isForOneNode() && !busy || call.isOver()) {
                    throw call.end(failure);
                }
                if (!busy) {
                    call.topology().forgetLeader(node);
                }
            }
            call.retry(failure);
        }
    }

    private static DqliteAdminException noDatabase(String database, NodeAddress node) {
        return new DqliteAdminException(
                Reason.NO_DATABASE, node + " has no database " + database + ", or nothing was written to it yet");
    }
}
