package io.github.dqlite4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The BOM lists each artifact that is published. */
class BomTest {
    private static final Path ROOT = Path.of("..");

    private static Element pom(Path directory) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("pom.xml").toFile())
                .getDocumentElement();
    }

    /** The texts of the elements of this name that stand directly in an element. */
    private static List<String> children(Element parent, String name) {
        List<String> found = new ArrayList<>();
        NodeList all = parent.getElementsByTagName(name);
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i).getParentNode() == parent) {
                found.add(all.item(i).getTextContent().strip());
            }
        }
        return found;
    }

    private static List<String> published() throws Exception {
        List<String> artifacts = new ArrayList<>();
        NodeList modules = pom(ROOT).getElementsByTagName("module");
        for (int i = 0; i < modules.getLength(); i++) {
            Element module = pom(ROOT.resolve(modules.item(i).getTextContent()));
            boolean kept = module.getElementsByTagName("maven.deploy.skip").getLength() > 0;
            if (!kept && children(module, "packaging").isEmpty()) {
                artifacts.addAll(children(module, "artifactId"));
            }
        }
        return artifacts;
    }

    @Test
    void itListsEachArtifactThatIsPublished() throws Exception {
        List<String> listed = new ArrayList<>();
        NodeList dependencies = pom(ROOT.resolve("driver/bom")).getElementsByTagName("dependency");
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            listed.addAll(children(dependency, "artifactId"));
            assertThat(children(dependency, "version")).containsExactly("${project.version}");
        }
        assertThat(published())
                .contains("dqlite4j-driver", "dqlite4j-spring-boot-starter")
                .doesNotContain("dqlite4j-it");
        assertThat(listed).containsExactlyInAnyOrderElementsOf(published());
    }

    @Test
    void eachArtifactHasANameAndADescription() throws Exception {
        NodeList modules = pom(ROOT).getElementsByTagName("module");
        for (int i = 0; i < modules.getLength(); i++) {
            Element module = pom(ROOT.resolve(modules.item(i).getTextContent()));
            assertThat(children(module, "name")).hasSize(1);
            assertThat(children(module, "description")).hasSize(1);
        }
        assertThat(children(pom(ROOT), "description")).hasSize(1);
    }
}
