"""The smallest Flask application: what the server can do at best."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello, world\n"
