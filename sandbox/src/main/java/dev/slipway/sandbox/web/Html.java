package dev.slipway.sandbox.web;

/** The few elements that the pages are made of. Every argument is text and is escaped; only bodies are HTML. */
final class Html {
    private static final String STYLE =
            "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
                    + "pre{background:#f4f4f4;padding:.7rem;overflow:auto;white-space:pre-wrap}"
                    + "@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}pre{background:#222}"
                    + "a{color:#8bf}}";

    private Html() {}

    static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>" + escape(title) + "</title><style>"
                + STYLE + "</style><body><h1>" + escape(title) + "</h1>" + body + "</body></html>";
    }

    static String heading(String text) {
        return "<h2>" + escape(text) + "</h2>";
    }

    static String paragraph(String text) {
        return "<p>" + escape(text) + "</p>";
    }

    static String text(String text) {
        return "<pre>" + escape(text) + "</pre>";
    }

    static String link(String path, String text) {
        return "<a href=\"" + escape(path) + "\">" + escape(text) + "</a>";
    }

    static String item(String path, String text, String remark) {
        return "<p>" + link(path, text) + " " + escape(remark) + "</p>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
