-- A POST with a JSON body of exactly 1,024 bytes, for wrk.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"reading": "' .. string.rep("x", 1009) .. '"}'
