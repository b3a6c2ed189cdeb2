"""The pattern that the dashboard replaces, as its articles show it: job state in a dict, an SSE loop that sends it every
second, and a WebSocket that pushes each update to each client. Run with uvicorn; RATE updates a second."""
import asyncio
import json
import os
import time

from fastapi import FastAPI, WebSocket
from fastapi.responses import StreamingResponse

RATE = float(os.environ.get("RATE", "10"))
app = FastAPI()
job = {"job_id": "1", "status": "running", "epoch": 1, "total_epochs": 10, "step": 0, "loss": 0.5, "accuracy": 0.5, "progress": 0.0, "sent": 0}
viewers: set[WebSocket] = set()


async def train():
    due = time.monotonic()
    while True:
        due += 1 / RATE
        await asyncio.sleep(max(0, due - time.monotonic()))
        job.update(step=job["step"] + 1, sent=time.monotonic_ns())
        for viewer in list(viewers):
            try:
                await viewer.send_json(job)
            except Exception:
                viewers.discard(viewer)


@app.on_event("startup")
async def start():
    asyncio.get_running_loop().create_task(train())


@app.get("/healthz")
def healthz():
    return "ok"


@app.get("/training/{job_id}/stream")
async def stream(job_id: str):
    async def states():
        while True:
            yield f"data: {json.dumps(job)}\n\n"
            await asyncio.sleep(1)

    return StreamingResponse(states(), media_type="text/event-stream")


@app.websocket("/training/{job_id}/ws")
async def push(viewer: WebSocket, job_id: str):
    await viewer.accept()
    viewers.add(viewer)
    try:
        while True:
            await viewer.receive_text()
    except Exception:
        viewers.discard(viewer)
