package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.BlindIndex;
import dev.kekkai.formats.BlindIndexFormatException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlindIndexFuzzTest {
  @Test
  void a_reader_gives_a_text_back_or_refuses_it() throws Exception {
    Fuzz.texts(6, 16_384, Set.of(BlindIndexFormatException.class))
        .run(
            Mutations.ofTexts(7, Vectors.texts("blind-index.json", "text"))::text,
            text -> assertThat(BlindIndex.parse(text).text()).isEqualTo(text));
  }
}
