#!/bin/sh
dbmate up
gunicorn --bind 0.0.0.0:8000 parcels.app:app
