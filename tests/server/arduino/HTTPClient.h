// Writes down what it is asked to send; the test sends it.
#pragma once
#include "WiFi.h"

class HTTPClient {
 public:
  bool begin(String url) { return say("url", url); }
  void end() {}
  void addHeader(const String& name, const String& value) { say("header", name + ": " + value); }
  void setAuthorization(const char* user, const char* password) { say("login", String(user) + ":" + password); }
  int GET() { return sendRequest("GET"); }
  int POST(String body) { return sendRequest("POST", body); }
  int PUT(String body) { return sendRequest("PUT", body); }
  int PATCH(String body) { return sendRequest("PATCH", body); }
  int sendRequest(const char* method, String body = "") {
    say("method", method);
    say("body", body);
    return 200;
  }

 private:
  bool say(const char* what, const String& value) {
    std::printf("%s %s\n", what, value.c_str());
    return true;
  }
};
