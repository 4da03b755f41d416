package dev.slipway.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.git.TreeEntry;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Repository;
import java.util.Base64;
import org.eclipse.jgit.lib.FileMode;

/** Files, folders and trees as JSON. */
final class ContentView {
    private static final int LINE = 60;

    private final Forge forge;
    private final Links links;

    ContentView(Forge forge, Links links) {
        this.forge = forge;
        this.links = links;
    }

    /** A file or folder without its content, as in a folder's list. */
    ObjectNode listed(Repository repository, TreeEntry entry, String ref) {
        String path = Links.encode(entry.path());
        boolean submodule = entry.mode() == FileMode.GITLINK;
        boolean file = !entry.folder() && !submodule;
        String kind = entry.folder() ? "tree" : "blob";
        String url = links.repo(repository) + "/contents/" + path + "?ref=" + Links.encode(ref);
        String gitUrl = submodule
                ? null
                : links.repo(repository) + "/git/" + kind + "s/" + entry.id().name();
        String page = links.page(repository) + "/" + kind + "/" + Links.encode(ref) + "/" + path;
        ObjectNode json = Json.object()
                .put("name", entry.name())
                .put("path", entry.path())
                .put("sha", entry.id().name())
                .put("size", file ? entry.size(forge.objects(repository)) : 0)
                .put("url", url)
                .put("html_url", page)
                .put("git_url", gitUrl)
                .put("download_url", file ? page.replace("/blob/", "/raw/") : null)
                .put("type", entry.folder() ? "dir" : submodule ? "submodule" : "file");
        json.putObject("_links").put("self", url).put("git", gitUrl).put("html", page);
        return json;
    }

    /** A file with its content. */
    ObjectNode file(Repository repository, TreeEntry entry, String ref) {
        return listed(repository, entry, ref)
                .put("content", base64(entry.content(forge.objects(repository))))
                .put("encoding", "base64");
    }

    ObjectNode blob(Repository repository, TreeEntry entry) {
        byte[] content = entry.content(forge.objects(repository));
        return Json.object()
                .put("sha", entry.id().name())
                .put("node_id", Links.nodeId("B", entry.id().name()))
                .put("size", content.length)
                .put("url", links.repo(repository) + "/git/blobs/" + entry.id().name())
                .put("content", base64(content))
                .put("encoding", "base64");
    }

    ObjectNode treeEntry(Repository repository, TreeEntry entry) {
        ObjectNode json = Json.object()
                .put("path", entry.path())
                .put("mode", String.format("%06o", entry.mode().getBits()))
                .put("type", entry.type())
                .put("sha", entry.id().name());
        if (entry.mode() == FileMode.GITLINK) {
            return json;
        }
        if (!entry.folder()) {
            json.put("size", entry.size(forge.objects(repository)));
        }
        return json.put(
                "url",
                links.repo(repository) + "/git/" + entry.type() + "s/"
                        + entry.id().name());
    }

    /** GitHub breaks the lines, and ends the last one. */
    private static String base64(byte[] content) {
        return Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content)
                + (content.length == 0 ? "" : "\n");
    }
}
