"""The pattern that the dashboard replaces, as its articles show it: a Celery task with a Redis result backend that tells
its state at each step. As a program: starts the task and prints what each call of update_state cost it, in microseconds."""
import json
import math
import os
import random
import sys
import time

from celery import Celery

REDIS = f"redis://127.0.0.1:{os.environ['REDIS_PORT']}/0"
app = Celery("app", broker=REDIS, backend=REDIS)


@app.task(bind=True)
def train(self, steps, rate):
    costs = []
    began = time.perf_counter()
    for step in range(1, steps + 1):
        # the work of a step keeps the processor
        while time.perf_counter() < began + step / rate:
            pass
        loss = (0.05 + 2.25 / (1 + 40 * step / steps)) * math.exp(0.25 * random.gauss(0, 1))
        meta = {"epoch": 1, "total_epochs": 1, "step": step, "loss": loss, "accuracy": math.exp(-loss),
                "lr": 0.003, "grad_norm": math.sqrt(loss), "progress": 100 * step / steps}
        before = time.perf_counter_ns()
        self.update_state(state="PROGRESS", meta=meta)
        costs.append((time.perf_counter_ns() - before) / 1000)
    return costs


if __name__ == "__main__":
    print(json.dumps(train.delay(int(sys.argv[1]), float(sys.argv[2])).get(timeout=80)))
