package dev.kekkai.provider.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTest {

  @Test
  void oneUserAtATime() {
    Lane lane = new Lane(true);
    assertThat(lane.enter()).isFalse();

    assertThat(lane.leave()).isTrue();
    assertThat(lane.enter()).isTrue();
    lane.leaveForNext();
    assertThat(lane.enter()).isTrue();
  }

  @Test
  void theUserOfARetiredLaneIsToldWhenItLeaves() {
    Lane lane = new Lane(true);
    assertThat(lane.retire()).isTrue();

    assertThat(lane.leave()).isFalse();
    assertThat(lane.enter()).isFalse();
    assertThat(lane.isRetired()).isTrue();
  }

  @Test
  void aFreeLaneIsRetiredByWhoeverRetiresIt() {
    Lane lane = new Lane(true);
    lane.leave();

    assertThat(lane.retire()).isFalse();
    assertThat(lane.retire()).isFalse();
    assertThat(lane.enter()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,16", "2,16", "8,16", "9,32", "16,32", "17,64", "32,64", "33,64", "256,64"})
  void thereAreAtLeastTwoLanesForEachCpuFrom16To64(int cpus, int lanes) {
    assertThat(Lanes.count(cpus)).isEqualTo(lanes);
  }

  @Test
  void aThreadLooksIntoEveryLane() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < Lanes.COUNT; i++) {
      seen.add(Lanes.at(i));
    }

    assertThat(seen).hasSize(Lanes.COUNT).allMatch(i -> i >= 0 && i < Lanes.COUNT);
  }
}
