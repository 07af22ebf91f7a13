package dev.kekkai.benchmarks.server;

import dev.kekkai.benchmarks.plan.Goals;

/** How clients ask. */
enum Shape {
  /** One client that waits for each answer: what one user waits. */
  ALONE("alone", "1 item, 1 client", 1, 1, Goals.NONE),
  /** As many clients as keep the server busy. */
  SINGLE("single", "1 item, 64 clients", 64, 1, Goals.SERVER_SINGLE),
  /** Few clients that ask for much. */
  BATCH("batch", "100 items, 2 clients", 2, 100, Goals.SERVER_BATCH);

  private final String id;
  private final String title;
  private final int clients;
  private final int items;
  private final double goal;

  Shape(String id, String title, int clients, int items, double goal) {
    this.id = id;
    this.title = title;
    this.clients = clients;
    this.items = items;
    this.goal = goal;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  int clients() {
    return clients;
  }

  /** In each request. */
  int items() {
    return items;
  }

  /** Over the bare rate. */
  double goal() {
    return goal;
  }
}
