package io.mediadeleter.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediadeleter.event.Part;
import java.util.List;

/** Parts of a media, as the schemas of requests and results have them. Stateless. */
public final class PartsJson {

    private PartsJson() {}

    /** Puts them under this name; nothing where there are none, for an empty list would read as everything. */
    public static void put(ObjectNode json, String name, List<Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        ArrayNode items = json.putArray(name);
        parts.forEach(part -> {
            ObjectNode item = items.addObject().put("type", part.type());
            if (part.definition() != null) {
                item.put("definition", part.definition());
            }
        });
    }
}
