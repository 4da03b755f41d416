package dev.slipway.activities.git;

import dev.slipway.settings.secret.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.treewalk.TreeWalk;

/** One bare repository behind smart HTTP on loopback, with a token, a request log, and faults on demand. */
final class GitHost implements AutoCloseable {
    static final String TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

    private final Server server = new Server();
    private final Repository repository;
    private final URI base;
    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicReference<String> fault = new AtomicReference<>("");

    GitHost(Path folder) throws Exception {
        BlankSystemReader.install();
        repository = new FileRepository(folder.resolve("remote.git").toFile());
        repository.create(true);
        StoredConfig config = repository.getConfig();
        config.setBoolean("http", null, "receivepack", true);
        config.setBoolean("receive", null, "autogc", false);
        config.save();
        GitServlet servlet = new GitServlet();
        servlet.setRepositoryResolver((request, name) -> {
            repository.incrementOpen();
            return repository;
        });
        servlet.setReceivePackFactory((request, db) -> {
            ReceivePack receiver = new ReceivePack(db);
            receiver.setPreReceiveHook((pack, commands) -> {
                String now = fault.get();
                if (now.startsWith("decline ")) {
                    String[] words = now.split(" ", 3);
                    int times = Integer.parseInt(words[1]);
                    fault.set(times > 1 ? "decline " + (times - 1) + " " + words[2] : "");
                    commands.forEach(
                            command -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, words[2]));
                }
            });
            return receiver;
        });
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), "/acme/*");
        context.addFilter(new FilterHolder(new Door()), "/*", EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        base = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    URI base() {
        return base;
    }

    GitRemote remote() {
        return remote(() -> new Secret(TOKEN));
    }

    GitRemote remote(RemoteCredential token) {
        return new GitRemote(URI.create(base + "/acme/vault.git"), base, token);
    }

    Repository repository() {
        return repository;
    }

    ObjectId ref(String name) throws IOException {
        Ref ref = repository.getRefDatabase().exactRef(name);
        return ref == null ? ObjectId.zeroId() : ref.getObjectId();
    }

    RevCommit commit(String ref) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ref(ref));
        }
    }

    RevCommit commit(ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(id);
        }
    }

    /** Commits one file on a branch, as somebody else would. */
    void commitFile(String ref, String path, String text) throws IOException {
        ObjectId parent = ref(ref);
        DirCache index = DirCache.newInCore();
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCacheBuilder builder = index.builder();
            if (!parent.equals(ObjectId.zeroId())) {
                builder.addTree(
                        new byte[0],
                        0,
                        repository.newObjectReader(),
                        commit(parent).getTree());
                builder.finish();
            }
            DirCacheEditor editor = index.editor();
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, Constants.encode(text));
            editor.add(new DirCacheEditor.PathEdit(path) {
                @Override
                public void apply(DirCacheEntry entry) {
                    entry.setFileMode(FileMode.REGULAR_FILE);
                    entry.setObjectId(blob);
                }
            });
            editor.finish();
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            if (!parent.equals(ObjectId.zeroId())) {
                commit.setParentId(parent);
            }
            commit.setAuthor(CommitAuthor.of("somebody").at(WorkspaceGit.now()));
            commit.setCommitter(CommitAuthor.of("somebody").at(WorkspaceGit.now()));
            commit.setMessage("Somebody's " + path);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            RefUpdate update = repository.updateRef(ref);
            update.setNewObjectId(id);
            update.update();
        }
    }

    /** Whether all that a ref reaches is in the repository. */
    boolean everyObjectIsThere(String ref) throws IOException {
        try (ObjectWalk walk = new ObjectWalk(repository)) {
            walk.markStart(walk.parseCommit(ref(ref)));
            while (walk.next() != null) {
                // all commits
            }
            walk.checkConnectivity();
            return true;
        } catch (MissingObjectException missing) {
            return false;
        }
    }

    String file(String ref, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, commit(ref).getTree())) {
            return walk == null
                    ? "(none)"
                    : new String(repository.open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8);
        }
    }

    String mode(String ref, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, commit(ref).getTree())) {
            return walk == null ? "(none)" : walk.getFileMode(0).toString();
        }
    }

    @Override
    public void close() throws Exception {
        server.stop();
        repository.close();
    }

    private final class Door extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            requests.add(request.getMethod() + " " + request.getRequestURI());
            String expected = "Basic "
                    + Base64.getEncoder()
                            .encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.US_ASCII));
            if (!expected.equals(request.getHeader("Authorization"))) {
                response.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
                response.sendError(401);
                return;
            }
            String now = fault.get();
            boolean push = request.getMethod().equals("POST")
                    && request.getRequestURI().endsWith("git-receive-pack");
            if (now.startsWith("answer ")) {
                response.setHeader("Retry-After", "30");
                response.setStatus(Integer.parseInt(now.substring(7, 10)));
                response.getWriter().write(now.substring(10).strip());
                return;
            }
            if (now.startsWith("redirect ")) {
                response.setStatus(302);
                response.setHeader(
                        "Location", now.substring(9) + request.getRequestURI() + "?" + request.getQueryString());
                return;
            }
            if (now.equals("lose the answer of the next push") && push) {
                fault.set("");
                chain.doFilter(request, new Swallowing(response));
                response.setStatus(502);
                return;
            }
            if (now.equals("lose the answer and be gone") && push) {
                fault.set("answer 503 down");
                chain.doFilter(request, new Swallowing(response));
                response.setStatus(502);
                return;
            }
            chain.doFilter(request, response);
        }
    }

    /** Lets the servlet do its work and drops what it says. */
    private static final class Swallowing extends HttpServletResponseWrapper {
        Swallowing(HttpServletResponse response) {
            super(response);
        }

        @Override
        public jakarta.servlet.ServletOutputStream getOutputStream() {
            return new jakarta.servlet.ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(jakarta.servlet.WriteListener listener) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void write(int b) {
                    // dropped
                }
            };
        }

        @Override
        public void setStatus(int status) {
            // decided by the fault
        }

        @Override
        public void setContentLength(int length) {
            // decided by the fault
        }

        @Override
        public void setContentLengthLong(long length) {
            // decided by the fault
        }

        @Override
        public void flushBuffer() {
            // nothing leaves
        }
    }
}
